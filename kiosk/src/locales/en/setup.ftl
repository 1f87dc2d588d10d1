### First start: enrolling with head office or trying on sample data, and what may stand in the way.

## Beginning
setup-title = Set up this device
setup-welcome = Choose how to start
setup-enrol = Enrol with head office
setup-enrol-hint = You need head office's address and an enrolment code
setup-try = Try it with sample data
setup-try-hint = Made-up branches, services and names. Nothing is sent.
setup-sample-banner = Sample data: nothing here is real and nothing is kept. Staff PIN: { $pin }
setup-try-end = End the trial
setup-try-failed = The trial could not start. Check that the device has free space, then try again.

## The steps
setup-language = Choose a language
setup-language-hint = Each visitor starts in this language and can change it
setup-enrolled-hint = Next: the screen, the printer and the staff PIN
setup-rating-hint = This device asks visitors for a rating as they leave. You can change this later in the settings.
setup-printer-hint = It prints receipts. If you have no printer, continue.
setup-done-hint = Visitors can use the device now
setup-done-field = You can now sign in with the PIN and register visits
setup-begin = Start

## Enrolment
setup-server-address = Head office's address
setup-server-hint = It usually begins with { $scheme }
setup-code = Enrolment code
setup-code-hint = Issued by head office's administrator. Valid for 10 minutes, for one device.
setup-connect = Enrol this device
setup-connecting = Enrolling…
setup-enrolled = This device is enrolled with { $branch }

## Staff PIN
setup-pin-title = Choose the staff PIN
setup-pin-body = This PIN opens staff mode on this device. Choose 4 to 8 digits.
setup-pin-repeat = Enter the PIN again
setup-pin-differs = The two PINs do not match. Start again.
setup-pin-simple = This PIN is easy to guess. Choose another one.
setup-done = The device is ready

## What stands in the way of enrolment
enrol-error-wrong-code = The enrolment code is not right. Check it, or ask head office for a new one.
enrol-error-used-code = The enrolment code has been used already. Ask head office for a new one.
enrol-error-expired-code = The enrolment code has expired. Ask head office for a new one.
enrol-error-wrong-address = The address is not right. Check that it is the one you were given.
enrol-error-no-network = Head office cannot be reached. Check the network and the address, then try again.
enrol-error-wrong-certificate = This is not the head-office certificate that the enrolment code carries. Stop and tell head office.
enrol-error-other = Enrolment failed. Try again. If it keeps failing, tell head office.
