# Head office's pages of support requests.

## Support requests
nav-requests = Support requests
requests-title = Support requests
requests-purpose = The requests of all branches by their state, those due for an answer soonest first. No names are shown here.
requests-states-label = States of requests
requests-open = Everything still open
requests-caption = Requests by the date of the answer
requests-empty = No requests in this state.
requests-column-asked = Asked
requests-column-request = Request
requests-column-branch = Branch
requests-column-service = Service
requests-column-state = State
requests-column-missing = Missing
requests-column-due = Answer due
requests-column-due-note = as the beneficiary was told
request-choose = Choose a request from the list.
request-stands = The request
request-keeps = Which one holds?
request-keeps-none = None of them
request-masked = The beneficiary’s name and what staff wrote are masked. Each opening is recorded with your name and the reason.
request-purpose = Reason for opening
request-open = Show what is masked
request-opened = Your opening of this request was recorded.
request-row-name = Name
request-row-national-id = National ID or iqama number
request-row-mobile = Mobile

## Reasons for opening
purpose-study = Study
purpose-decision = Decision
purpose-answer = Giving the answer
purpose-settlement = Settlement
purpose-complaint = Objection or complaint
purpose-audit = Audit
