### Head office's pages. (promise): shown only while the program keeps it.

## Frame of the pages
site-page-title = { $page } · Sila
nav-label = Sections
nav-visits = Contacts
nav-ratings = Ratings
nav-suggestions = Suggestions
nav-devices = Devices
nav-held = Held
nav-skip = Skip to the page's content
nav-sign-out = Sign out
nav-other-language-label = Show this page in Arabic

## Sign-in
sign-in-title = Sign in to head office's pages
sign-in-name = User name
sign-in-password = Password
sign-in-submit = Sign in
sign-in-refused = The user name or the password is not right. After repeated attempts, wait some minutes, then try again.
sign-in-ended = Your session has ended. Sign in again to go on.
sign-in-signed-out = You have signed out.

## Roles
role-representative = Branch representative
role-relations = Beneficiary relations officer
role-social-research = Social research officer
role-committee = Research committee
role-improvement = Improvement
role-content = Content
role-auditor = Auditor
role-administrator = Administrator

## Filter
filter-title = Filter
filter-branch = Branch
filter-channel = Channel
filter-service = Service
filter-from = From
filter-to = To
filter-all-branches = All branches
filter-all-channels = All channels
filter-all-services = All services
filter-apply = Show
filter-clear = Clear filter
filter-wrong-date = Not a date: { $date }
filter-dates-swapped = The first date is after the last one

## Paging
paging-label = Pages
paging-showing = Showing { NUM($from) }–{ NUM($to) } of { NUM($total) }
paging-previous = Previous
paging-next = Next
paging-first = First
paging-last = Last
paging-page = Page { NUM($page) } of { NUM($pages) }

## Contacts
visits-title = Contacts
visits-caption = Contacts of all branches, newest first
visits-column-at = Date and time
visits-column-branch = Branch
visits-column-channel = Channel
visits-column-party = Capacity
visits-column-services = Services
visits-column-received-by = Received by
visits-column-reference = Reference number
visits-column-marks = Remarks
visits-late = Late entry
visits-corrected = Corrected
visits-is-correction = Correction of an earlier record
visits-duration-minutes = { PLURAL($n) ->
    [zero] Less than a minute
    [one] 1 minute
   *[other] { NUM($n) } minutes
}
visits-empty = No record has come from the branches yet. Records appear here when the devices sync.
visits-empty-filtered = No record matches this filter.

## Ratings
ratings-title = Ratings
ratings-purpose = Rating the quality of service is a right of the beneficiary. It is a tool to set things right and improve, not to punish or defame.
ratings-by-branch = By branch
ratings-others = Others, unknown here
ratings-by-service = By service
ratings-by-channel = By channel
ratings-of-service = Quality of the service
ratings-of-provider = Service provider's performance
ratings-count = Count
ratings-column-name = Name
ratings-percent = { NUM($percent, style: "percent") }
ratings-hidden = { PLURAL($least) ->
    [one] Fewer than 1 rating: shares are not shown
   *[other] Fewer than { NUM($least) } ratings: shares are not shown
}
ratings-hidden-for-another = Shares are not shown, so that those of a smaller group cannot be worked out
ratings-why-hidden = Shares of small groups are not shown, so that a rating points neither to who gave it nor to one member of staff.
ratings-in-list-order = The order is the association's list, not the score.
ratings-number = { NUM($n) }
ratings-answered = { PLURAL($n) ->
    [one] 1 person answered this.
   *[other] { NUM($n) } people answered this.
}
ratings-other-score = Other scores
ratings-not-asked = Not asked
ratings-empty = No rating has come yet. Ratings arrive together, some time after they were given.

## Devices
devices-title = Devices
devices-caption = The branches' devices and what they told at the last exchange
devices-column-branch = Branch
devices-column-device = Device
devices-column-last-exchange = Last exchange
devices-column-waiting = Waiting at the device
devices-column-held = Held for review
devices-column-state = State
devices-waiting-note = As the device told at its last exchange
devices-waiting-unknown = Not told yet
devices-never = No exchange yet
devices-held-reason = { $reason }: { NUM($n) }
devices-column-enrolled = Enrolled
devices-clock-is-ahead = Device clock ahead: { $span }
devices-clock-is-behind = Device clock behind: { $span }
devices-state-active = Working
devices-state-silent = Silent for more than a day
devices-state-revoked = Revoked
devices-state-unconfirmed = Newer than the backup that was put back: its records arrive; it gets people's files once it is confirmed on the server's command line
devices-state-forked = Two copies seen: a new identity was opened, no record is lost
devices-state-set-aside = { PLURAL($n) ->
    [one] 1 piece set aside on the device: look at it there
   *[other] { NUM($n) } pieces set aside on the device: look at them there
}
devices-empty = No device is enrolled yet. Enrolment codes are made on the server's command line.

## Error pages
error-page-title = The page cannot be shown
error-not-found = There is no page at this address.
error-not-allowed = Your account has no right to this page.
error-bad-request = The address or the form holds something that cannot be understood.
error-unknown-language = The address asks for a language that these pages do not speak.
error-no-page-number = The page number in the address is not a number.
error-long-filter = The filter in the address holds a value that is longer than any code.
error-too-large = What was sent is larger than the limit.
error-cross-site = This form was sent by another site and was not taken.
error-full = The server's disk is full, so nothing new is kept. The administrator frees some space; everything kept before is safe.
error-busy = The server is busy. Try again in a moment.
error-internal = Something went wrong on the server and was written to its log. Try again; if it happens again, tell the administrator.
error-to-start = Back to contacts

## Records held for review
held-title = Records held for review
held-caption = Records that were received and are not counted until somebody decides
held-purpose = Nothing is lost: each waits here until somebody accepts or drops it on the server's command line, where its content is shown too.
held-empty = Nothing is held for review.
held-column-name = Name
held-column-written = Written
held-written-note = By the device's clock
held-column-reason = Why
held-column-accepting = If accepted
held-accept-as-it-is = It is counted as it is
held-accept-under-new-id = It is counted under a new number
held-accept-not = It cannot be accepted: what is missing may still come, or it is dropped
