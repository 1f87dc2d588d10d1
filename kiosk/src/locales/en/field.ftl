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
drafts-hint = Choose a draft to finish it. Only you can see your drafts on this device, except drafts left for branch staff.
drafts-empty = No drafts. What you start to register is saved here automatically until it is finished.
drafts-when = Last saved
drafts-person = Person
drafts-nobody = No name or number
drafts-unreadable = This draft was made with a newer version. It is kept, but this version cannot open it.
drafts-closed = This draft can no longer be opened, because too many wrong PINs were entered. You can only delete it.
drafts-delete = Delete
drafts-delete-title = Delete this draft?
drafts-delete-body = What was entered in it is not registered. After deletion it cannot be recovered.
drafts-keep = Keep the draft
drafts-delete-confirm = Delete the draft

## The representatives of this device
representatives-title = Representatives on this device
representatives-body = Each representative has their own PIN, which works without a network, and drafts that only this PIN opens.
representatives-none = No representative on this device yet
representatives-add = Add a representative: choose the name, enter the code of their pass, then their PIN twice
representatives-no-more = All members of staff registered at head office are already added
representatives-new-pin = New PIN
representatives-remove = Remove
representatives-remove-title = Remove { $name } from this device?
representatives-remove-body = Their PIN will no longer work on this device. Their records stay. Their unfinished drafts are deleted, because only their PIN opens them. If the drafts are needed, let them finish them first.
representatives-reset-title = A new PIN for { $name }?
representatives-reset-body = Their unfinished drafts are deleted, because only their current PIN opens them. If they still know it, they can sign in with it and choose a new one under “Device status”. Then their drafts stay.
representatives-reset = Choose a new PIN
representatives-own-pin = My PIN
representatives-pin-stays = Your PIN has not changed, because it can be changed only while it opens your drafts. Connect to head office or set this device's date, then sign in again. If it still opens nothing, ask someone who knows the device's PIN for a new one.
representatives-pin = Choose a PIN of 4 to 8 digits that nobody else knows
representatives-code-title = Code of the pass
representatives-code = The code that head office gave with the pass
representatives-code-wrong = This is no code of a pass. Check it letter by letter, or ask head office for a new one.
representatives-no-pass = The PIN was not set: no pass goes with this code on this device. Sync, then try again. If it still fails, ask head office for a new pass.
representatives-pin-repeat = Enter the same PIN again

## Other parts of the form
register-section-papers = ID and address
register-section-visit = Place and report
register-section-outcome = Outcome
register-capacity = Relationship to the person (for example: son)
register-proof = Proof (for example: power of attorney)
register-place = Place of the contact
register-place-hint = A national address such as { $example }, the place in words, or map coordinates
register-place-point = A point on the map: { $point }
register-report = Home-visit report
register-led-to = What was the outcome?
register-referral-reason = Reason for referral
register-asks-for-woman = Asked to be served by a woman
register-end-before-start = The end time must be after the start time
field-show-visitors = Show to a visitor
register-before = Previous
register-next = Next: { $section }
register-another = Register another person with the same services
register-planned = Planned visit: { $person }
register-part-what = Request
register-part-who = Person
register-part-words = What was said
register-part-outcome = Place and outcome
register-part-time = Time and signature
register-section-signature = Signature
register-sign-about = The person, or whoever acts for them, signs for what is written here. Optional.
register-sign-again = The signature on the original record does not carry over to the correction.
register-sign-lost = Something changed after the signature, so it was cleared.
register-sign-full = The signature pad is full. Clear it and sign again.
register-signed = Signed
register-follows = The contact is registered. Enter the next person's details.
