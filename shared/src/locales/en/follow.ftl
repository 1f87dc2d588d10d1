# Following a request up by its code: what the public page and the kiosk say. Nobody is named.

## How far it is

follow-stage-receiving = We are completing the data and documents of your request.
follow-stage-studying = Your request is being studied by the research committee.
follow-stage-completing = The committee sent your request back so that what is missing can be completed.
follow-stage-answer-ready = The answer to your request is ready, and we will give it to you. You can also come to the branch to hear it.
follow-stage-answered = You were given the answer to your request.
follow-stage-objection = Your objection is being considered.
follow-stage-delivering = We are preparing what was decided for you to be handed over.
follow-stage-delivered = What was decided for you was handed over.
follow-stage-withdrawn = The request was withdrawn, as you wished.
follow-stage-closed = The request has ended.
follow-stage-review = Head office is looking at your request. Please ask the branch about it.

## What is missing

follow-paper = A paper: ask the branch
follow-attestation = Confirming that the data are correct, with your signature
follow-explanation = A talk with the social research officer

## Objecting

follow-objecting = Objecting is your right: hand your objection in at the branch, and the request is looked at again.

## Headings

follow-earliest = Earliest date of the answer
follow-missing = What is missing
follow-objecting-title = If you are not satisfied with the answer
follow-changed = Last step: { $date }
follow-unknown = We find no request with this code. Check the code as it is on the receipt, or ask the branch.
