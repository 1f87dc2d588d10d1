### Field work: choosing a name at sign-in, the home page, drafts, the representatives of this device.

## Signing in by name
sign-in-title = Who is working now?
sign-in-hint = Choose a name, then enter the PIN
sign-in-staff = Branch staff
sign-in-staff-about = With the device's PIN

## Home page
field-title = Field work
field-saved = Saved on this device
field-received = Received at head office
field-waiting = Waiting to be sent
field-registered-today = Registered today
field-register-about = A visit, a call or a letter
field-drafts-count = { PLURAL($n) ->
    [zero] No drafts
    [one] 1 draft
   *[other] { NUM($n) } drafts
}

## Drafts
drafts-title = Drafts
drafts-hint = Choose a draft to finish it. Nobody else on this device sees it, except those left to the branch's staff.
drafts-empty = No drafts. What you begin to register is kept here by itself until it is finished.
drafts-when = Last kept
drafts-person = Person
drafts-nobody = No name or number
drafts-unreadable = A draft of a newer version of the program: it is kept, and this version cannot open it
drafts-delete = Delete
drafts-delete-title = Delete this draft?
drafts-delete-body = What was entered in it is not registered and cannot be brought back.
drafts-keep = Keep the draft
drafts-delete-confirm = Delete the draft

## The representatives of this device
representatives-title = Representatives on this device
representatives-body = Each has a PIN of their own, which works without a network, and drafts that nobody else sees.
representatives-none = No representative on this device yet
representatives-add = Add a representative: they choose their name, then enter their PIN twice
representatives-no-more = Every member of staff whom head office has named is added
representatives-new-pin = New PIN
representatives-remove = Remove
representatives-remove-title = Remove { $name } from this device?
representatives-remove-body = Their PIN will no longer work on this device. Their records stay, and their drafts pass to the branch's staff.
representatives-pin = Choose a PIN of 4 to 8 digits that nobody else knows
representatives-pin-repeat = Enter the same PIN again
