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
field-planned = To visit today: choose a person to register their visit
field-planned-none = No visits planned for today
field-overdue = Overdue
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
drafts-closed = A draft that nothing opens any more: what opened it was destroyed after wrong PINs. It can only be deleted
drafts-delete = Delete
drafts-delete-title = Delete this draft?
drafts-delete-body = What was entered in it is not registered and cannot be brought back.
drafts-keep = Keep the draft
drafts-delete-confirm = Delete the draft

## The representatives of this device
representatives-title = Representatives on this device
representatives-body = Each has a PIN of their own, which works without a network, and drafts that this PIN alone opens.
representatives-none = No representative on this device yet
representatives-add = Add a representative: they choose their name, then enter their PIN twice
representatives-no-more = Every member of staff whom head office has named is added
representatives-new-pin = New PIN
representatives-remove = Remove
representatives-remove-title = Remove { $name } from this device?
representatives-remove-body = Their PIN will no longer work on this device. Their records stay. The drafts that they have not finished are deleted, because their PIN alone opens them: if they are needed, let them finish them first.
representatives-reset-title = A new PIN for { $name }?
representatives-reset-body = The drafts that they have not finished are deleted, because their present PIN alone opens them. If they still know it, let them sign in with it and choose a new one under “Device”: then their drafts stay.
representatives-reset = Choose a new PIN
representatives-own-pin = My PIN
representatives-pin-stays = Your PIN stays as it was: it can be changed only while it opens your drafts. Connect to head office or set this device’s date right, then sign in with it again. If it still opens nothing, ask whoever knows the device’s PIN for a new one.
representatives-pin = Choose a PIN of 4 to 8 digits that nobody else knows
representatives-pin-repeat = Enter the same PIN again

## Other parts of the form
register-section-papers = ID and address
register-section-visit = Place and report
register-section-outcome = Outcome
register-capacity = Capacity of whoever acts
register-proof = What proves it
register-place = Place of the contact
register-place-hint = A national address such as { $example }, the place in words, or map coordinates
register-place-point = A point on the map: { $point }
register-report = Home-visit report
register-led-to = What did it lead to?
register-referral-reason = Reason for referral
register-asks-for-woman = A woman was asked for to serve
register-end-before-start = It ends before it begins
register-save-next = Save and next
register-section-signature = Signature
register-sign-about = The person concerned, or whoever acts for them, signs for what is written here. It may stay empty.
register-sign-again = The signature of the original is not part of the correction.
register-sign-lost = Something changed after the signature, so it was cleared.
register-sign-full = The pad is full
register-signed = Signed
register-follows = The contact is registered. Enter the next person.
