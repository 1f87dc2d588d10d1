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
request-step-given = Datum or paper given
request-step-matched = Datum or paper matched
request-step-not-valid = Paper not valid
request-step-referred = Referred to the social research officer
request-step-came = Beneficiary came
request-step-explained = Regulatory side explained
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

request-missing-paper = Paper: { $paper }
request-missing-attestation = Attestation and signature
request-missing-explanation = Explanation of the regulatory side
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
