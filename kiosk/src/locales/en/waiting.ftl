### Waiting: numbers and calls

## Staff mode
staff-waiting = Waiting
waiting-empty = Nobody is waiting now.
waiting-hint = A number that you call is shown on the welcome screen.
waiting-since = { PLURAL($n) ->
    [one] since { $time } (1 minute)
   *[other] since { $time } ({ NUM($n) } minutes)
}
waiting-called = Last called: { $time }
waiting-woman = Asked to be served by a woman
waiting-call = Call
waiting-call-again = Call again
waiting-served = Served
waiting-did-not-come = Did not come

## Welcome screen and voice
waiting-now = Now serving number
waiting-announce = Number
waiting-announce-come = please come to the desk

## Visitor
visit-asks-for-woman = To be served by a woman
visit-asks-for-woman-hint = If you would like a woman to serve you
receipt-number = Your number
receipt-number-next = Please take a seat; we will call this number.
