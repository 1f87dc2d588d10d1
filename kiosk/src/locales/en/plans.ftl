### Planned visits: planning a visit to a person, and what becomes of a planned visit.

## Planning a visit
people-planned = Planned visits
plan-title = Plan a visit
plan-day = Day of the visit
plan-day-hint = { $gregorian } or { $hijri }
plan-reason = Reason
plan-whom = Who will visit
plan-anybody = Any representative of the branch
plan-save = Save the visit
plan-saved = The visit is planned
plan-fault-day = Enter the full date of the visit: day, month and year
plan-fault-past = That date has passed. Enter today's date or a later one.

## A planned visit
plan-place = Place
plan-mobile = Mobile number
plan-state = State
plan-carry-out = Register the visit now
plan-drop = Cancel the visit
plan-drop-title = Cancel the planned visit
plan-drop-reason = Reason
plan-drop-hint = For example: moved to another city
plan-drop-confirm = Yes, cancel the visit
plan-dropped = The visit is cancelled
plan-fault-reason = Enter the reason first
