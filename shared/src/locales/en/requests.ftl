# Support requests: their states, their steps and what they lack (P-40 to P-47).

## States

request-state-receiving = Being received and checked
request-state-referred = Referred to the social research officer
request-state-ready = Ready to submit
request-state-submitted = With the research committee
request-state-studied = Studied, to be decided
request-state-returned = Sent back for completion
request-state-postponed = Postponed
request-state-accepted = Accepted, beneficiary not told yet
request-state-refused = Not accepted, beneficiary not told yet
request-state-answered = Beneficiary given the answer
request-state-registered = Registered
request-state-delivering = Being delivered
request-state-delivered = Service delivered
request-state-withdrawn = Withdrawn
request-state-closed = Closed
request-state-needs-settling = Needs settling

## Steps

request-step-received = Request received
request-step-answered = Question answered
request-step-given = Datum or document given
request-step-matched = Datum or document matched
request-step-not-valid = Document not valid
request-step-referred = Referred to the social research officer
request-step-came = Beneficiary came
request-step-explained = Regulatory side explained
request-step-allowed = Urgent help allowed
request-step-attested = Data attested and signed
request-step-submitted = Submitted to the research committee
request-step-numbered = Request numbered
request-step-studied = Studied, with a recommendation
request-step-decided = Member’s decision
request-step-answer-attempted = Attempt to give the answer
request-step-completed = What was asked for is complete
request-step-registered = Registration completed
request-step-prepared = Delivery prepared
request-step-approved = Delivery approved
request-step-delivered = Delivered
request-step-returned = Something handed back
request-step-withdrawn = Request withdrawn
request-step-objected = Objection
request-step-objection-decided = Objection decided
request-step-corrected = Step corrected
request-step-settled = Settlement

## What is missing

request-missing-paper = Document: { $paper }
request-missing-one-of = One of these documents: { $papers }
request-or = { " or " }
request-missing-attestation = Attestation and signature
request-missing-explanation = Explanation of the regulatory side
request-missing-approval = Approval of the payment
request-missing-study = Study
request-missing-decision = Another member’s decision
request-missing-registration = Registration
request-missing-answer = The answer to the beneficiary

## What contradicts

request-settle-order = A step that does not follow
request-settle-apart = Two steps recorded in two places, neither knowing of the other
request-settle-decision = Two different decisions
request-settle-delivery = More was delivered than was granted
request-settle-duty = One person did two steps that must be kept apart
request-settle-settlement = Two different settlements

## What members decide, and what is recommended

request-outcome-accept = Accept
request-outcome-part = Accept in part
request-outcome-refuse = Do not accept
request-outcome-complete = Send back for completion
request-outcome-postpone = Postpone
request-outcome-refer = Ask another body
request-outcome-uphold = The decision stands
request-outcome-change = To be decided again
request-outcome-return = Send back for completion

## How the answer was given

request-channel-interview = In person
request-channel-phone-call = By phone
request-channel-letter = By letter
request-channel-sms = By text message
request-channel-whatsapp = By WhatsApp
request-result-reached = Told
request-result-no-answer = No answer
request-result-wrong-number = Wrong number
request-result-sent = Sent

## A request and its steps

request-title = Support request
request-history = What was done
request-next = Next step
request-contradiction = Needs settling
request-record = Record
request-by-nobody = The beneficiary alone
request-flag-objected = Objection not decided yet
request-flag-objected-late = Objected after its days
request-flag-provisional = Urgent help without a decision
request-riyals = SAR { $amount }
request-valid-until = Valid until { $date }
request-issued-on = Issued on { $date }
request-original-seen = The original was seen
request-on-file = On file: matched for an earlier request
request-rule-original = see the original
request-rule-copy = keep a copy
request-rule-days = issued no more than { $days ->
    [one] one day
   *[other] { $days } days
} ago
request-row-code = Code
request-row-number = Request number
request-row-asked = Asked
request-row-branch = Branch
request-row-service = Service
request-row-channel = Channel
request-row-on-file = Documents on file
request-row-registration = Registration number
request-row-told = Answer date, as told
request-row-earliest = Earliest answer
request-row-latest = Latest answer
request-row-objection-until = Objection until
request-row-aid-this-year = Given to the family in { $year } AH
request-row-outcome = Decision
request-row-delivered = Delivered

## Fields of steps

request-field-reason = Reason or note
request-field-paper = Document
request-field-against = Compared with
request-field-valid-until = Valid until
request-field-issued = Issued on
request-field-original = The original was seen
request-field-told-date = Date that the beneficiary was told
request-field-recommendation = Recommendation
request-field-session = Session
request-field-agenda = Agenda
request-field-present = Present
request-field-absent = Absent
request-field-text = Text
request-field-outcome = Decision
request-field-amount = Amount in riyals
request-field-channel = How
request-field-result = Result
request-field-letter = Number of the letter
request-field-entitlement = What was prepared
request-field-collector = Collected by
request-field-facts = What contradicts
request-field-keeps = What holds
request-field-step = Step
request-field-seen = What was shown
request-field-signature = Signature

## Why a step was not recorded

request-refused-not-signed-in = Not recorded: sign in under your own name first.
request-refused-only-head-office = This step is recorded only at head office.
request-refused-role = Not recorded: your role may not do this step.
request-refused-duty = Not recorded: you did the step “{ $step }” of this request, so somebody else must do this one.
request-refused-unsettled = Not recorded: settle what contradicts first.
request-refused-state = Not recorded: this step does not follow in the state “{ $state }”.
request-refused-needs = Not recorded. Missing first: { $missing }.
request-refused-once = This step was recorded before.
request-refused-nothing-granted = Not recorded: no decision grants anything.
request-refused-no-objection = No objection is waiting for a decision.
request-refused-nothing-to-settle = Nothing needs settling.
request-refused-given-by-head-office = Numbers are not written by hand: the system gives them.
request-refused-before-earliest = Not recorded: the earliest date for an answer is { $date }.
request-refused-expired = The document has expired and does not count.
request-refused-original-not-seen = The document was not matched: ask for the original, or record that it is not valid, and why.
request-refused-unknown = Not recorded: what you chose is not part of this request.
request-refused-stands = A step that moved the request on cannot be corrected.
request-refused-not-whole = Not recorded: choose among all the steps that contradict.
request-refused-early-needs-reason = The decision is earlier than the beneficiary was told: give the reason.
request-refused-otherwise = The member before decided otherwise. Postpone the request to another session if you disagree.
request-refused-needs-session = The decision was not recorded: it is taken in a session of the committee. Open one with the request on its agenda.
request-refused-unknown-session = No session has this number.
request-refused-not-on-agenda = This request is not on the session's agenda.
request-refused-not-present = You are not among those present, or the chair is not.
request-refused-recused = You take no part in this request.
request-refused-not-chair = The chair closes the session.
request-refused-no-quorum = Too few members are present to decide this request.
request-refused-closed = The session is closed, and its minutes are not changed.
request-refused-not-closed = The session is open: its chair closes it first.
request-refused-over-ceiling = With this the family gets more than the ceiling of a year: say why.
request-refused-not-urgent = Nothing was recorded: it is more than can be allowed before a decision.
request-refused-too-much = Not recorded: the amount is more than is left.
request-refused-outside-time = Not recorded: it is outside the time for which the service was granted.
request-refused-field = Not recorded. Complete this field: { $field }.
request-refused-meanwhile = A step of this request was recorded a moment ago. Look at what was done, then record again if needed.
