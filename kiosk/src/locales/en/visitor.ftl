### The visitor's screens.
### (promise): shown only while the program keeps it. (approval): text that the association has to approve before use.

## Welcome and language
welcome-title = Welcome
    .simple = Hello
welcome-subtitle = We are glad to serve you
    .simple = Touch what you want
welcome-touch = Touch the screen to start
welcome-new-visit = Ask for a service or information
    .simple = I want a service
welcome-rate = Rate a service you received
    .simple = Say what I think
welcome-follow = Follow up an earlier request
welcome-guide = Service guide
    .simple = I want to see what you offer
welcome-suggest = Make a suggestion
    .simple = I have an idea
welcome-complain = Make a complaint or objection
    .simple = I have a complaint

## Common buttons
common-next = Next
common-back = Back
common-edit = Change
common-save = Save
common-cancel = Cancel
common-confirm = Confirm
common-delete-digit = Delete digit
common-clear-all = Clear all
common-skip-step = Skip this step
    .simple = Skip this question
common-finish = Finish
common-optional = Optional
common-call-staff = Call staff
common-larger-text = Larger text
common-high-contrast = High contrast
common-simple-words = Simpler words
common-listen = Listen
common-progress = Step { NUM($step) } of { NUM($total) }
common-scroll-up = Up
common-scroll-down = Down

## What brings you here
need-title = How can we help you today?
    .simple = What do you need?
need-hint = Choose what is closest to your need
    .simple = Touch what you need
need-chosen = To continue, touch your choice again, or touch another one
need-several = More than one service
    .simple = I need more than one thing
need-more-than-one = You can choose more than one service
    .simple = Touch everything you need
need-other = Something else
need-no-services = The list of services has not reached this device yet. Please tell a member of staff.

## Capacity
party-title = Why are you contacting us?
    .simple = Why are you here today?
party-beneficiary-self = I need a service or support
    .simple = I need help
party-supporter-self = I would like to support the association
    .simple = I want to donate
party-volunteer-self = I would like to volunteer
    .simple = I want to give my time
party-other-self = Something else

## Notice of data use
# (approval) the notice's title and its five texts.
notice-title = How we use your data
    .simple = What we write down
# (promise)(approval)
notice-kept = We keep the service you ask for, the time of your visit, and your number if you enter one.
    .simple = We write down what you ask for, the time of your visit, and your number if you give it.
# (approval)
notice-why = We use it to serve you, follow up your request and improve our services.
    .simple = We do this to help you and to improve our services.
# (promise)(approval)
notice-who = The association's staff who serve you can see it, at the branch and at head office.
    .simple = Staff who help you can see it.
# (promise)(approval)
notice-sealed = Your number is kept encrypted. What you enter is cleared from this screen when you finish.
    .simple = Your number is protected. What you wrote is cleared from the screen when you finish.
# (promise)(approval)
notice-optional = You can continue without entering any number.
    .simple = You do not have to give a number.
notice-continue = I understand. Continue

## Who you are
who-title = ID or mobile number (optional)
    .simple = Your number (if you like)
who-title-needed = ID or mobile number
    .simple = Your number
who-body = Enter a number so we can find your file, or continue without one.
    .simple = Enter your ID number or your mobile number. Or continue without a number.
who-national-id = National ID or iqama number
    .simple = ID number
who-mobile = Mobile number
who-national-id-hint = 10 digits, starting with 1 or 2
    .simple = 10 digits
who-mobile-hint = 10 digits, starting with 05
    .simple = 10 digits
who-warn = The number does not look right. Check it, or continue with it as it is.
    .simple = The number may be wrong. Look at it again.
# (promise)(approval)
who-privacy = We use your data to serve you and follow up your request. It is cleared from this screen when you finish.
# (promise) the next three are for a kiosk where no member of staff is at hand.
who-answered = Enter your mobile number so we can answer you. Without it, we cannot.
    .simple = Enter your mobile number. We cannot answer you without it.
who-needed = Enter your mobile number so we can call you and ask what you need.
    .simple = Enter your mobile number so we can call you.
who-skip-unanswered = Continue without a number or an answer
    .simple = Continue without a number or an answer
who-skip = Continue without a number
    .simple = Continue without a number
who-for-other = I am here for someone else
    .simple = I am here for another person
who-for-other-hint = Enter the number of the person concerned, not your own.
    .simple = Enter that person's number.

# Where the device's settings say that there is a reader.
who-scanner = Hold the code on your card up to the scanner, or enter the number
    .simple = Hold your card up to the scanner
who-card-reader = Place your card on the reader, or enter the number
    .simple = Place your card on the reader
who-card-unread = We could not read an ID or iqama number. Please try again, or enter the number.
    .simple = We could not read the card. Try again, or enter the number.
number-count = { NUM($n) } of { NUM($total) }

## Back with a receipt
returned-title = Welcome back
returned-known = Your earlier visit was registered on { $date }. Its reference number is { $code }.
    .simple = You were here before. Your visit number is { $code }.
returned-unknown = The visit with reference number { $code } is not registered on this device. A member of staff can look it up by this number.
    .simple = Your visit { $code } is not on this device. Ask a member of staff about it.
returned-unknown-alone = The visit with reference number { $code } is not registered on this device. Please give this number when you contact us.
    .simple = Your visit { $code } is not on this device. Tell us this number when you call us.
returned-again = Ask for the same service again
    .simple = I want the same again
returned-other = Ask for another service or information
    .simple = I want something else

## Check before saving
summary-title = Please check what you entered
    .simple = Is this right?
summary-service = Service
summary-services = Services
summary-party = Visitor type
    .simple = Why you came
summary-number = Number
summary-no-number = No number entered
    .simple = No number
summary-for-self = Myself
summary-for-other = Someone else
    .simple = Another person
summary-confirm = Confirm and save
    .simple = Yes, save
summary-saving = Saving…
summary-saved = Your visit is registered
    .simple = We have saved your visit
# (promise)
summary-be-seated = Please take a seat. A member of our staff will be with you.
    .simple = Please sit down. We will come to you.

## Before rating
# (promise) if a rating can be joined to a visit by time or order, this line has to go.
rating-assurance = Rating is optional, is not linked to your name and does not affect your request.
    .simple = Your answer is kept without your name. It will not change your request.
rating-decline = I do not want to rate now
    .simple = No, thank you

## Rating questions
rating-choose-service = Which service would you like to rate?
    .simple = Which service?
rating-choose-service-hint = Choose one service
rating-service-question = How was the quality of the service?
    .simple = How was the service?
rating-provider-question = How was the service provider's performance?
    .simple = How did our staff treat you?
rating-provider-none = No one served me
    .simple = I did not see any staff
rating-send = Send the rating
    .simple = Send
rating-saving = Saving your rating…
rating-add-comment = I would like to add a comment
    .simple = I want to write something

## Rating at the way out
exit-question = How was our service today?
    .simple = How was our service?
# (promise) shown only once the rating is saved on the device.
exit-thanks = Thank you. Your rating is saved.
    .simple = Thank you! We have saved your answer.
exit-provider-question = If a member of staff served you, how was their performance?
    .simple = Did our staff help you? How did they treat you?
exit-closes = { PLURAL($n) ->
    [one] The rest is optional. The faces return in 1 second.
   *[other] The rest is optional. The faces return in { NUM($n) } seconds.
}
exit-not-counted = This touch was not counted because there were too many in a row. Please try again in a minute.
    .simple = We did not save this touch. Please try again in a minute.

## The four faces, for whoever listens to the screen
face-service = Quality of the service: { $score }

## Reasons, comment and suggestion
reasons-title-high = What did you like?
    .simple = What was good?
reasons-title-low = What should we improve?
    .simple = What was not good?
reasons-hint = Optional. You can choose more than one.
    .simple = Touch what fits, or skip this question
comment-title = Would you like to add anything?
    .simple = Do you want to say something?
comment-hint = Optional. Please do not write names or numbers.
    .simple = Please do not write names or numbers.
comment-field = Comment
writing-full = There is no more space to write

## Thanks and receipt
thanks-title = Thank you
thanks-body = Your opinion helps us serve you better
    .simple = Your opinion helps us
thanks-farewell = Goodbye
receipt-title = Visit receipt
receipt-reference = Reference number
    .simple = Visit number
# (promise) shown only when a request can be followed with the code.
receipt-keep = Take a photo of the code to follow your request
receipt-keep-reference = Mention it when you contact us.
    .simple = Give it to us when you come back.
receipt-photograph = Take a photo and show it to staff next time
    .simple = Take a photo of this screen and show it to staff next time
receipt-qr-name = Receipt code with reference number { $code }
receipt-date = Date
receipt-branch = Branch
receipt-print = Print the receipt
receipt-next = What happens next
    .simple = What now?
receipt-missing = Still missing from your request
# (promise)
state-saved-visitor = Your request is saved and will be sent to head office.
    .simple = Your request is saved and will reach us.

## Time for an answer: two weeks
answer-told = We will send your request to the research committee. You will get an answer, yes or no, after at least two weeks.
answer-earliest = Earliest date for an answer
# (promise)
answer-earliest-note = The answer may come later than this date. We will tell you.

## Attestation
# (approval)
attest-title = Declaration that the information is correct
# (approval)
attest-before = Please read all the information, or listen to it, before you sign.
# (approval)
attest-text = I, { $name }, national ID or iqama number { $id }, declare that the information given in this support request is correct. I am directly responsible for its correctness, and I sign to confirm this.
# (approval)
attest-text-for-other = I, { $name }, national ID or iqama number { $id }, as { $capacity } and on behalf of { $beneficiary }, declare that the information given in this support request is correct. I am directly responsible for its correctness, and I sign to confirm this.
attest-sign-here = Sign here
attest-clear = Clear signature
# (approval)
attest-other-way = I need another way to sign
attest-stale = Information changed after signing. The declaration no longer covers it.

## Service guide
guide-right-or-wrong = True or false?
guide-you-said-we-did = You said, we did
guide-papers = Documents needed
guide-questions = Common questions
guide-search = Search for a service or a question

## Idle
idle-title = Do you need more time?
    .simple = Are you still here?
idle-body = { PLURAL($n) ->
    [zero] To protect your privacy, what you entered will be cleared now.
    [one] To protect your privacy, what you entered will be cleared in 1 second.
   *[other] To protect your privacy, what you entered will be cleared in { NUM($n) } seconds.
}
idle-more-time = Yes, I need more time
    .simple = Yes, I am here
idle-finish = Finish and clear
    .simple = No, clear everything
# (promise) the three texts: shown only after saving.
held-registered = Your registration is saved.
held-rated = Your rating is saved.
    .simple = Your opinion is saved.
held-rated-unsent = Your rating is saved. The comment was not sent and will be cleared.
    .simple = Your opinion is saved. What you wrote was not sent and will be cleared.
page-closes = { PLURAL($n) ->
    [zero] This page closes now.
    [one] This page closes in 1 second.
   *[other] This page closes in { NUM($n) } seconds.
}

## In one's own words, where no member of staff is at hand
words-title = What would you like us to know?
    .simple = Write what you want
words-hint = Write briefly what you need or want to ask.
words-field = Your request
words-skip = Continue without writing
    .simple = Continue without writing

## While the branch is closed
# (promise) all six texts.
closed-register-until = The branch is closed now. You can register your request. We will start on it at { $time }.
closed-register-on = The branch is closed now. You can register your request. We open on { $date } at { $time }.
closed-register = The branch is closed now. You can register your request.
receipt-later-number = The branch is closed now. Service starts at { $time }. Your number is kept until then.
receipt-later = The branch is closed now. Service starts at { $time }.
receipt-contact = If you left a number, we will contact you.

## Leaving
leave-cancel = Cancel and leave
    .simple = Leave
leave-short = Leave
leave-guide = Close the guide
leave-unsaved-title = Nothing is saved yet
leave-unsaved-body = If you leave now, what you entered will be cleared.
    .simple = If you leave, what you wrote is cleared.
leave-unsaved-stay = Continue
leave-unsaved-go = Leave without saving

## Errors that a visitor sees
error-title = We cannot continue
error-call-staff = Sorry, something went wrong. Please call a member of staff.
    .simple = Something went wrong. Please call our staff.
error-not-saved = Sorry, what you entered was not saved. Please tell a member of staff before you leave.
    .simple = It was not saved. Please call our staff before you go.
error-start-again = Sorry, what you entered was not saved, because this device was enrolled again. Please ask a member of staff to close the program and start it again.
error-disk-full = The device is full, so no new visit can be recorded. Please tell a member of staff.
    .simple = We cannot save your visit now. Please call our staff.
error-try-again = Try to save again
    .simple = Save again

## Attract screen, closed, calling staff
closed-minutes = { PLURAL($n) ->
    [one] We open in one minute.
   *[other] We open in { NUM($n) } minutes.
}
closed-hours = { PLURAL($n) ->
    [one] We open in about an hour.
   *[other] We open in about { NUM($n) } hours.
}
closed-meanwhile = You can read the service guide, rate a service you received and make a suggestion now.
call-staff-done = This screen shows that you asked for a member of staff. Touch the button again to cancel.
call-staff-announce = A visitor at the screen is asking for a member of staff.
call-staff-away = Contact staff
call-staff-none = There are no staff at this device.
call-us = Call us: { $number }
call-staff-called = A visitor asked for a member of staff at { $time }
call-staff-seen = Seen

## Following an earlier request up
follow-field = Follow-up code
follow-hint = Enter the code on the request's receipt, such as { $example }
follow-hint-reader = Enter the code on the request's receipt, such as { $example }, or hold it in front of the reader.
follow-look = Show the request
follow-unknown-here = This device knows no request with this code
follow-unknown-why = Check the code as it is on the receipt. The request may be in another branch, or its data have not arrived yet: ask the branch.
follow-as-of = As it reached this device from head office: { $age }.
follow-as-of-never = Nothing has reached this device from head office yet.
follow-receipt = Follow-up receipt
follow-receipt-title = Receipt of a request
follow-receipt-use = With this code you see where your request is, on your phone or at the branch's kiosk, without a name or a PIN.
follow-receipt-use-here = With this code you see where your request is at the branch's kiosk, without a name or a PIN.
follow-receipt-keep = Keep it to yourself: anyone with the code can see where the request is.
follow-receipt-qr-for = For the reader of the branch's kiosk
follow-receipt-qr-name = Barcode of the follow-up code
