### Waiting: numbers and calls

## Staff mode
staff-waiting = Waiting
waiting-empty = No one is waiting now.
waiting-hint = The number you call is shown on the welcome screen.
waiting-since = { PLURAL($n) ->
    [zero] since { $time }
    [one] since { $time } (1 minute)
   *[other] since { $time } ({ NUM($n) } minutes)
}
waiting-called = Last called: { $time }
waiting-woman = Asked to be served by a woman
waiting-call = Call
waiting-call-again = Call again
waiting-served = Served
waiting-did-not-come = No one came
waiting-next-title = Call the next number
waiting-call-next = Call next
waiting-call-and-back-number = Call { $number } and go back
waiting-serve = Serve
waiting-serving = Serving number { $number }
waiting-open-file = Open file
waiting-count = { PLURAL($n) ->
    [zero] No one is waiting
    [one] 1 person is waiting
   *[other] { NUM($n) } people are waiting
}

## Welcome screen and voice
waiting-now = Now serving number
waiting-announce = Number
waiting-announce-come = Please come to the desk.
waiting-announce-desk = Please come to { $desk }.

## Visitor
visit-asks-for-woman = A woman to serve me
receipt-number = Queue number
receipt-number-next = Please take a seat. We will call your number.
receipt-before = { PLURAL($n) ->
    [zero] No one is ahead of you
    [one] 1 person is ahead of you
   *[other] { NUM($n) } people are ahead of you
}
receipt-qr-for = For our staff when you come back

## Board
board-earlier = Before that
board-nobody-called = Numbers appear here when they are called
board-no-kiosk = The kiosk program is not running on this device. Start it to show numbers here.
