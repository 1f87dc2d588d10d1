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
staff-title = Staff mode
staff-sign-in = Staff sign-in
staff-sign-out = Sign out
staff-today = Today's visits
staff-register = Register a visit or contact
staff-device = Device status
staff-locked-pin = Your PIN does not open reading on this device: too many wrong PINs were entered, or it was chosen while reading was locked. What you record is saved and sent. Please ask head office to open the device.
staff-locked-share = Records can be shown and people looked up again after the next exchange with head office; sign in again then. What you record is saved until it can be sent.
staff-locked-clock = This device's date is wrong, so reading is locked. Set the date or connect to head office, then sign in again. What you record is saved and sent.
staff-locked-revoked = Head office has shut this device out, and what it could open is destroyed. What you record stays sealed on this device. Please ask head office what to do with it.
staff-locked-write-only = This kiosk opens no records: what visitors enter is sealed for head office.

## Today's visits
today-time = Time
today-person = Capacity
today-channel = Channel
today-direction = Direction
today-services = Services
today-state = State
today-action = Action
today-correct = Correct
today-empty = No visit registered today yet
today-corrected = Corrected
today-is-correction = Correction
today-late = Late entry
today-known-person = Known by number
today-no-number = No number

## Registering a visit or contact
register-title = Register a visit or contact
register-party = Capacity
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
register-at = Time of the contact
register-end-time = Time it ended
register-at-now = Now
register-late = Late entry
register-late-hint = For a contact that happened earlier: enter its date and time as the paper register has them
register-day = Day
register-month = Month
register-year = Year
register-hour = Hour
register-minute = Minute
register-save = Save the entry
register-saved = The contact is registered
register-another = Register another
register-needs-party = Choose the person's capacity
register-needs-channel = Choose the channel
register-needs-service = Choose at least one service
register-wrong-date = The date or time is not right
register-future-date = The time entered has not come yet
register-doubtful-national-id = The national ID or iqama number does not look right; it will be saved as it is
register-doubtful-mobile = The mobile number does not look right; it will be saved as it is
register-point-zero = The point 0, 0 is at sea: copy it from the map again, or leave it out
register-point-exchanged = The two numbers look swapped: latitude first, then longitude
register-point-abroad = This point is outside the Kingdom: check the coordinates
register-long-ago = This date is before the year 2000: check the year
register-too-long = { PLURAL($max) ->
    [one] The text is longer than 1 character
   *[other] The text is longer than { NUM($max) } characters
}
register-discard-title = Leave without saving?
register-discard-body = What you entered is not registered yet. You can keep it as a draft and finish it later.
register-keep = Keep as a draft and leave
register-discard = Clear and leave
register-stay = Stay here

## Correcting a visit
correct-title = Correct a visit
correct-explain = The original record stays as it is; the correction is recorded after it.
correct-original = Original record
correct-correction = Correction
correct-save = Save the correction
correct-saved = The correction is registered
correct-nothing-changed = Nothing has changed yet
correct-choose = Choose the visit that needs correcting
correct-superseded = This record has a later correction
correct-at = Registered on { $when }

## Device status
device-title = Device status
device-branch = Branch
device-name = Device
device-saved = Saved on this device
device-received = Received at head office
device-waiting = Waiting to be sent
device-waiting-hour = Ratings to be sent later
device-waiting-hour-hint = Ratings are gathered and sent together, so that their time does not point to anyone
device-quarantined = Held for review
device-quarantine-title = Records held for review
device-quarantine-row = { $reason }: { NUM($n) }
device-quarantine-hint = The record is kept and shown at head office for review
device-set-aside = Set aside
device-set-aside-title = Set aside on this device
device-set-aside-hint = It is kept on this device; tell whoever looks after it
device-people-wait-title = This device waits for head office's word
device-people-wait-hint = Records reach head office as usual; people's files come once head office has confirmed this device
device-last-exchange = Last exchange
device-server = Head office's address
device-version = Program version
device-clock = Difference from head office's clock
device-clock-right = None worth mentioning
device-not-enrolled = This device is not enrolled with head office
device-sample-data = Sample data

## Sync and network
sync-waiting = { PLURAL($n) ->
    [zero] No records waiting to be sent
    [one] 1 record waiting to be sent
   *[other] { NUM($n) } records waiting to be sent
}
sync-waiting-hour = { PLURAL($n) ->
    [zero] No ratings put off
    [one] 1 rating to be sent later
   *[other] { NUM($n) } ratings to be sent later
}
sync-quarantined = { PLURAL($n) ->
    [zero] No records held for review
    [one] 1 record held for review
   *[other] { NUM($n) } records held for review
}
sync-sent = { PLURAL($n) ->
    [zero] Nothing new to send
    [one] 1 record reached head office
   *[other] { NUM($n) } records reached head office
}
sync-now = Sync now
sync-running = Exchanging with head office…
sync-pulled = { PLURAL($all) ->
    [one] Received { NUM($taken) } of { NUM($all) } change
   *[other] Received { NUM($taken) } of { NUM($all) } changes
}
sync-done = Sync complete
# (promise)
sync-failed = Sync failed and will be tried again by itself. Your records are saved on this device.
# (promise)
sync-line = The line is too slow or breaks. What waits is sent in smaller pieces, and nothing is lost.
sync-busy = Head office is busy. This device tries again by itself. Your records are saved on this device.
sync-last = Last exchange with head office: { $when }
sync-never = No exchange with head office yet
sync-revoked = Head office has revoked this device. Your records are saved; ask head office to enrol it again.
sync-unknown-device = Head office does not know this device. Your records are saved; ask head office to enrol it again.
sync-forked = Head office has seen another copy of this device. The records are sent again under the same ids.
sync-server-newer = Head office's program is newer than this device's. Update this program, then sync again.
sync-server-older = Head office's program is older than this device's. Your records are kept until it is updated.
sync-refused = Head office did not accept some records. They are saved on this device; contact head office.
# (promise)
network-none = No network. Carry on: what you record is saved on this device.
network-online = Online
network-offline = Offline

## Sections of the form
register-section-contact = Contact
register-section-person = Person
register-section-words = Details
register-section-time = Time

## Sync between versions
sync-version = This device's program and head office's are of versions that do not fit together. Your records are saved; tell head office.
