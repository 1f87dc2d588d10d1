### Words of the policy that both the kiosk and head office's pages use.
### Names of services, departments and branches are data of the catalog, not messages.

## The association and its places
app-name = Sila
place-head-office = Head office

## The eight channels, as the policy lists them
channel-title = Channel
channel-interview = In person (interview)
channel-phone-call = Phone call
channel-social-media = Social media
channel-letter = Letter
channel-help-request = Help-request service
channel-volunteering = Volunteering service
channel-website = The association's website
channel-branch-representative = Branch-office representative

## Direction of the contact
direction-title = Direction
direction-in = Incoming
direction-out = Outgoing

## Visitor type
party-beneficiary = Beneficiary
party-supporter = Supporter
party-volunteer = Volunteer
party-other = Other

## Scale of the service's quality
scale-service-excellent = Excellent
scale-service-good = Good
scale-service-bad = Poor
scale-service-very-bad = Very poor

## Scale of the provider's performance
scale-provider-excellent = Excellent
scale-provider-good = Good
scale-provider-bad = Poor
scale-provider-very-bad = Very poor

## The two states of a record, and held for review
# A promise: shown only while the program keeps it.
state-saved-here = Saved on this device
# A promise: shown only while the program keeps it.
state-received = Received at head office
state-held = Held for review

## Why a record is held
held-reason-missing-field = A required field is missing
held-reason-invalid-field = A field cannot be read
held-reason-unknown-kind = Needs a newer version at head office
held-reason-other-branch = Belongs to a different branch
held-reason-not-allowed = The person who recorded it is not allowed to
held-reason-id-taken = Another record already has this number
held-reason-no-pass = Recorded in the name of somebody who was never given a pass for this device
held-reason-sealed-without-key = Its encrypted text cannot be read
set-aside-reason-damaged = Damaged on this device
set-aside-reason-full = This person's file cannot take more
set-aside-reason-foreign = The file belongs to another branch
set-aside-reason-key = Its key cannot be opened on this device
set-aside-reason-unfit = Came from head office and cannot be used
set-aside-reason-in-the-way = Conflicts with what head office has
set-aside-reason-too-large = From head office, too large for this device

## What is counted
count-ratings = { PLURAL($n) ->
    [zero] No ratings
    [one] 1 rating
   *[other] { NUM($n) } ratings
}
count-records = { PLURAL($n) ->
    [zero] No records
    [one] 1 record
   *[other] { NUM($n) } records
}
count-devices = { PLURAL($n) ->
    [zero] No devices
    [one] 1 device
   *[other] { NUM($n) } devices
}

## The seven steps
step-1 = Reception and answers
step-2 = Completing and checking information
step-3 = Referral to the social research officer
step-4 = Confirming and signing the information
step-5 = Submission to the research committee
step-6 = Completing the registration
step-7 = Delivering the service needed

## The six tools of a beneficiary relations officer
tool-bylaw = The association's basic bylaw
tool-research-guide = Guide to social-research services
tool-support-policy = Guide to the support policy
tool-support-request = Support request
tool-charity-policies = Charitable-work policies
tool-authority-rules = Instructions and regulations of the authorities

## Where a contact was entered
origin-self-service = Entered by the visitor
origin-staff = Entered by a member of staff
origin-record = Imported from a file

## How a device is used
mode-self-service = Self-service kiosk
mode-branch = Branch kiosk
mode-field = Representative's device

## How a rating is to be read
rating-right = Rating the quality of service is your right. It is a tool to set things right and improve, not to punish or defame.

## Languages: each in its own letters
language-ar = العربية
language-en = English

## Between names on one line
list-separator = { ", " }
