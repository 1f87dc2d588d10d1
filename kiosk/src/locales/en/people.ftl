### Finding a person, their page, correcting their data, and dates typed in either calendar.

## Search
people-title = Find a person
people-about = Name, ID, mobile, receipt
people-search = Name or number
people-search-hint = Name, ID number, mobile or reference number
people-search-about = Results appear as you type. Part of a name or number is enough.
people-looking = Searching…
people-nobody = No one found with that name or number. Try part of it.
people-not-here = This person is not on this device. Head office will be asked at the next sync. You can register them now with a new file. It will be joined to their earlier file if there is one.
people-register-new = Register a contact with a new file
people-choose = Choose the person to open their page
people-no-name = No name
people-differs = Details do not match

## A person's page
people-files = { PLURAL($n) ->
    [one] This person has 1 file
   *[other] This person has { NUM($n) } files
}
people-corrected = The correction is saved
people-not-given = Not given
people-taken-away = Removed
people-give = Add
people-correct = Correct
people-other-value = Enter another
people-settle = Use this one
people-differs-elsewhere = The details do not match. The file belongs to branch { $branch }, and that branch or head office decides which one is right. Until then, what you enter here is kept beside the others.
people-differs-hint = The details do not match. Ask the person, then choose the right one or enter another.
people-written = { $who }, { $when }
people-by-this-device = This device
people-by-other-device = Another device
people-by-head-office = Head office
people-visits = Contacts
people-no-visits = No contacts registered on this device
people-register = Register a contact with this person
people-now = Recorded now: { $values }
people-left-meanwhile = This person's file is no longer on this device, so what you entered was not saved. Search for the person, then register the contact again.
people-changed-meanwhile = Someone changed this before you saved. Check it, then save again.
people-file-full = This file cannot take more changes on this device. Tell head office.

## Fields of the file
profile-name = Name
profile-national-id = National ID or iqama number
profile-mobile = Mobile number
profile-birth = Date of birth
profile-id-expiry = ID expiry date
profile-address = Address
profile-group = Group

## Typed dates
date-hint = For example 1/9/1405, 1405 or 20/5/1985
date-fault-unreadable = Enter the date in numbers: day, month and year, or only the year
date-fault-short-year = Enter the year with four digits
date-fault-year = Enter a year from 1300 to 1590 AH, or 1900 to 2160
date-fault-month = Enter a month from 1 to 12
date-fault-day = This month has only { $days } days. Check the day.
date-fault-era = The year does not match the calendar you wrote (AH or AD). Correct one of them.
