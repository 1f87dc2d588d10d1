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
sign-in-name = Username
sign-in-password = Password
sign-in-submit = Sign in
sign-in-refused = The username or password is not right. After several attempts, wait a few minutes, then try again.
sign-in-ended = Your session has ended. Sign in again to continue.
sign-in-signed-out = You have signed out.

## Roles
role-representative = Branch representative
role-relations = Beneficiary relations officer
role-social-research = Social research officer
role-committee = Research committee
role-improvement = Improvement officer
role-content = Content editor
role-auditor = Auditor
role-administrator = Administrator

## Today
nav-today = Today
today-title = What waits for you today
today-nothing = Nothing waits for you now.
today-overdue = { NUM($count) } overdue
today-held = Records held for review
today-unsigned = Waits for your signature

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
filter-date-hint = In either calendar: 12/5/2026 or 25/11/1447
filter-wrong-date = Not a date: { $date }. Write it as 12/5/2026 or 25/11/1447
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
visits-column-party = Visitor type
visits-column-services = Services
visits-column-received-by = Received by
visits-column-reference = Reference number
visits-column-marks = Status
visits-late = Late entry
visits-corrected = Corrected
visits-is-correction = Correction of an earlier record
visits-duration-minutes = { PLURAL($n) ->
    [zero] Less than a minute
    [one] 1 minute
   *[other] { NUM($n) } minutes
}
visits-empty = No records have arrived from the branches yet. They appear here after devices sync.
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
    [one] Fewer than 1 rating: percentages are hidden
   *[other] Fewer than { NUM($least) } ratings: percentages are hidden
}
ratings-hidden-for-another = Percentages are hidden here too, so that those of a smaller group cannot be worked out
ratings-why-hidden = Percentages of small groups are hidden, so that a rating cannot be traced to the person who gave it or to one member of staff.
ratings-in-list-order = Listed in the association's order, not by score.
ratings-number = { NUM($n) }
ratings-answered = { PLURAL($n) ->
    [one] 1 person answered this.
   *[other] { NUM($n) } people answered this.
}
ratings-other-score = Other scores
ratings-not-asked = Not asked
ratings-empty = No ratings yet. Ratings arrive in groups, some time after they are given.

## Devices
devices-title = Devices
devices-caption = The branches' devices and what they reported at the last sync
devices-column-branch = Branch
devices-column-device = Device
devices-column-last-exchange = Last sync
devices-column-waiting = Waiting on the device
devices-column-held = Held for review
devices-column-state = State
devices-waiting-note = As the device reported at its last sync
devices-waiting-unknown = Not reported yet
devices-never = No sync yet
devices-held-reason = { $reason }: { NUM($n) }
devices-column-enrolled = Enrolled
devices-clock-is-ahead = Device clock ahead: { $span }
devices-clock-is-behind = Device clock behind: { $span }
devices-state-active = Working
devices-state-silent = No sync for more than a day
devices-state-revoked = Revoked
devices-state-unconfirmed = Newer than the restored backup. Its records arrive. It gets beneficiaries' files after it is confirmed on the server's command line.
devices-state-forked = Two copies of this device were found. It has a new identity, and no records were lost.
devices-state-set-aside = { PLURAL($n) ->
    [one] 1 item is set aside on the device. Look at it there.
   *[other] { NUM($n) } items are set aside on the device. Look at them there.
}
devices-empty = No device is enrolled yet. Enrolment codes are made on the server's command line.

## Error pages
error-page-title = The page cannot be shown
error-not-found = There is no page at this address.
error-not-allowed = Your account cannot open this page.
error-bad-request = There is a problem with the address or the form. Go back and try again.
error-unknown-language = These pages are not available in this language. Choose Arabic or English.
error-no-page-number = The page number in the address is not a number. Go back and try again.
error-long-filter = A filter in the address is too long. Choose the filter from the list.
error-too-large = The text you sent is too long. Go back, shorten it and try again.
error-cross-site = This form came from another site and was not accepted. Open the page again.
error-full = The server's disk is full, so nothing new can be saved. Ask the administrator to free some space. Everything saved before is safe.
error-busy = The server is busy. Try again in a moment.
error-internal = Something went wrong on the server. The details are in its log. Try again. If it happens again, tell the administrator.
error-to-start = Back to contacts

## Records held for review
held-title = Records held for review
held-caption = Records that arrived and are not counted until someone decides
held-purpose = Nothing is lost. Each record waits here until it is accepted or dropped on the server's command line, where you can also see what it contains.
held-empty = No records are held for review.
held-column-name = Name
held-column-written = Written
held-written-note = By the device's clock
held-column-reason = Reason
held-column-accepting = If accepted
held-accept-as-it-is = Counted as it is
held-accept-under-new-id = Counted under a new number
held-accept-not = It cannot be accepted. What is missing may still arrive. If not, drop it.

## Waiting times
nav-waits = Waiting
waits-title = Waiting times
waits-caption = Waiting times by day and branch
waits-explain = From taking a queue number to the first call, in the last two weeks, as far as devices have reported. No visitor or member of staff is named.
waits-empty = No queue numbers were given in the last two weeks.
waits-count = { PLURAL($n) ->
    [one] 1 number
   *[other] { NUM($n) } numbers
}
waits-column-day = Day
waits-column-branch = Branch and device
waits-column-given = Numbers given
waits-column-median = Median
waits-median-note = Half waited this long or less
waits-column-ninetieth = Nine in ten
waits-ninetieth-note = Nine in ten waited this long or less
waits-column-never = Never called
waits-never-note = No call was reported
waits-today = Some may still be waiting
waits-minutes = { PLURAL($n) ->
    [zero] under a minute
    [one] 1 minute
   *[other] { NUM($n) } minutes
}
