### Staff mode: sign-in, today's visits, registering and correcting, device status, sync.

## Sign-in
pin-title = Staff sign-in
pin-prompt = Enter your PIN
pin-entered = { PLURAL($n) ->
    [zero] No digit entered yet
    [one] 1 digit entered
   *[other] { NUM($n) } digits entered
}
pin-wrong = The PIN is not right. Try again.
pin-wait-seconds = { PLURAL($n) ->
    [one] Too many attempts. Try again in 1 second.
   *[other] Too many attempts. Try again in { NUM($n) } seconds.
}
pin-wait-minutes = { PLURAL($n) ->
    [one] Too many attempts. Try again in 1 minute.
   *[other] Too many attempts. Try again in { NUM($n) } minutes.
}
staff-sign-in = Staff sign-in
staff-sign-out = Sign out
staff-today = Today's contacts
staff-register = Register a visit or contact
staff-device = Device status
staff-locked-pin = Your PIN does not open records on this device, because too many wrong PINs were entered or because you chose it while records were locked. What you record is saved and sent. Please ask head office to unlock the device.
staff-locked-share = You can see records and search for people again after the next sync with head office. Sign in again then. What you record is saved until it can be sent.
staff-locked-clock = This device's date is wrong, so records are locked. Set the date or connect to head office, then sign in again. What you record is saved and sent.
staff-locked-revoked = Head office has revoked this device, so records can no longer be opened here. What you record stays encrypted on this device. Please ask head office what to do.
staff-locked-write-only = This kiosk does not show records. What visitors enter is encrypted, and only head office can read it.

## Today's visits
today-time = Time
today-person = Visitor type
today-channel = Channel
today-services = Services
today-state = State
today-empty = No contacts registered today
today-contact = To be contacted
today-contact-hint = They registered while the branch was closed, and we promised to contact them. Open the file and register the contact: that takes the person off this list.
today-corrected = Corrected
today-is-correction = Correction
today-late = Late entry
today-known-person = Details without a name
today-no-number = No number

## Registering a visit or contact
register-title = Register a visit or contact
register-party = Visitor type
register-services = Services
register-national-id = National ID or iqama number
register-mobile = Mobile number
register-name = Name
register-group = Group
register-group-none = Not given
register-purpose = Purpose of the contact
register-answers = Answers given
register-note = Note
register-department = Department
register-received-by = Received by
register-nobody = Not given
register-date = Date
register-time = Time
register-end-time = End time
register-at-now = Now
register-late = Late entry
register-late-hint = For a contact that happened earlier: enter its date and time as they are in the paper register
register-save = Save the entry
register-saved = The contact is registered
register-needs-service = Choose at least one service
register-wrong-date = The date or time is not right. Check the day, month, year and hour.
register-future-date = The time must be now or earlier
register-doubtful-national-id = The national ID or iqama number does not look right. It will be saved as it is.
register-doubtful-mobile = The mobile number does not look right. It will be saved as it is.
register-point-zero = The point 0, 0 is at sea. Copy it from the map again, or leave it out.
register-point-exchanged = The two numbers look swapped: latitude first, then longitude.
register-point-abroad = This point is outside the Kingdom. Check the coordinates.
register-long-ago = This date is before the year 2000. Check the year.
register-too-long = { PLURAL($max) ->
    [one] Shorten the text to 1 character
   *[other] Shorten the text to { NUM($max) } characters or fewer
}
register-discard-title = Leave without saving?
register-discard-body = What you entered is not registered yet. You can save it as a draft and finish it later.
register-keep = Save as a draft and leave
register-discard = Clear and leave
register-stay = Stay here

## Correcting a visit
correct-title = Correct a record
correct-explain = The original record does not change. The correction is added after it.
correct-save = Save the correction
correct-saved = The correction is registered
correct-choose = To correct a record, choose it from the list
correct-at = Registered on { $when }

## Device status
device-branch = Branch
device-name = Device
device-saved = Saved on this device
device-received = Received at head office
device-waiting = Waiting to be sent
device-waiting-hour = Ratings to be sent later
device-waiting-hour-hint = Ratings are sent in groups, so the time cannot identify anyone
device-quarantined = Held for review
device-quarantine-title = Records held for review
device-quarantine-row = { $reason }: { NUM($n) }
device-quarantine-hint = The record is kept and shown at head office for review
device-set-aside = Set aside
device-set-aside-title = Set aside on this device
device-set-aside-hint = It is kept on this device. Tell the person who looks after the device.
device-people-wait-title = This device is waiting for head office to confirm it
device-people-wait-hint = Records reach head office as usual. Beneficiaries' files arrive after head office confirms this device.
device-last-exchange = Last sync
device-server = Head office's address
device-version = Program version
device-plays = Touches on the faces not counted
device-plays-today = { PLURAL($n) ->
    [zero] None today since the program started
    [one] 1 in quick succession today, since the program started
   *[other] { NUM($n) } in quick succession today, since the program started
}

## Sync and network
sync-now = Sync now
sync-running = Syncing with head office…
sync-pulled = { PLURAL($all) ->
    [one] Received { NUM($taken) } of { NUM($all) } change
   *[other] Received { NUM($taken) } of { NUM($all) } changes
}
sync-done = Sync complete
# (promise)
sync-failed = Sync failed. It will try again automatically. Your records are saved on this device.
# (promise)
sync-line = The connection is slow or keeps dropping. Records are sent in smaller pieces, and nothing is lost.
sync-busy = Head office is busy. This device will try again automatically. Your records are saved on this device.
sync-never = No sync with head office yet
sync-revoked = Head office has revoked this device. Your records are saved. Ask head office to enrol it again.
sync-unknown-device = Head office has no record of this device. Your records are saved. Ask head office to enrol it again.
# (promise)
network-none = No network. Carry on. What you record is saved on this device.

## Sections of the form
register-section-contact = Contact
register-section-person = Person
register-section-words = Details
register-section-time = Time

## Sync between versions
sync-version = The program on this device and the one at head office are different versions and cannot sync. Your records are saved. Tell head office.
