### A support request at the desk: asking, recording steps, how it stands.

people-requests = Support requests
request-ask = New support request
request-saved = Recorded
request-rate-about = Hand the device over, and let them rate the service if they like. The rating is joined neither to their name nor to the request, and you are signed out.
request-rate = Rate the service
request-missing = Missing: { $missing }
request-no-name = Steps are recorded under your own name. Ask head office for a pass for this device, set your PIN with its code, then sign in with your name.
request-unsettled = Head office settles what contradicts. Then the request goes on.
request-no-step = Nothing is left to record here now
request-check = Check
request-part-valid-until = Valid until, if the document expires
request-part-issued = Issued on
request-part-original = Did you see the original?
request-original-yes = Yes, I saw the original
request-original-no = No, only a copy
request-words-hint = Write here
