### Finding a person, their page, correcting their data, and dates typed in either calendar.

## Search
people-title = Find a person
people-about = Name, ID, mobile, receipt
people-search = Name or number
people-search-hint = Name, ID number, mobile or reference number
people-search-about = Results appear as you type; part of a name or number is enough
people-looking = Looking…
people-nobody = Nobody of that name or number on this device
people-not-here = This person is not on this device. Head office is asked for them with the next exchange. You can register them now: a new file begins, and is joined to theirs if there is one.
people-register-new = Register a visit with a new file
people-choose = Choose the person to open their page
people-no-name = No name
people-differs = Data differ

## A person's page
people-files = { PLURAL($n) ->
    [one] 1 file
   *[other] This person has { NUM($n) } files from different branches
}
people-corrected = The correction is saved
people-not-given = Not given
people-taken-away = The value was taken away
people-give = Add
people-correct = Correct
people-other-value = Another value
people-settle = This is right
people-differs-elsewhere = The values differ. The file is of branch { $branch }: that branch or head office settles it. What you enter here stands beside the others until then.
people-differs-hint = The values differ. Ask the person, then choose the right one or enter another.
people-written = { $who }, { $when }
people-by-this-device = This device
people-by-other-device = Another device
people-by-head-office = Head office
people-visits = Contacts
people-no-visits = No contact registered on this device
people-register = Register a visit with this person
people-now = Value now: { $values }
people-left-meanwhile = This person’s file left this device before it was saved. Look them up again, then add the visit once more.
people-changed-meanwhile = The value changed before it was saved. Look at what it is now, then save again.
people-file-full = This file has been changed too often to take more here. Tell head office.

## Fields of the file
profile-name = Name
profile-national-id = National ID or iqama number
profile-mobile = Mobile number
profile-birth = Date of birth
profile-id-expiry = ID valid until
profile-address = Address
profile-group = Group

## Typed dates
date-hint = 1/9/1405, or 1405, or 20/5/1985
date-fault-unreadable = Write the date in numbers: day, month and year, or the year alone
date-fault-short-year = Write the year with four digits
date-fault-year = The year is out of range: 1300–1590 AH or 1900–2160
date-fault-month = Months go from 1 to 12
date-fault-day = This month has { $days } days
date-fault-era = The year is of one calendar and the mark beside it of the other
