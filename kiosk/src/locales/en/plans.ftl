### Planned visits: planning a visit to a person, and what becomes of a planned visit.

## Planning a visit
people-planned = Planned visits
plan-title = Plan a visit
plan-day = Day of the visit
plan-day-hint = { $gregorian } or { $hijri }
plan-reason = Reason
plan-whom = Who makes it
plan-anybody = Any representative of the branch
plan-save = Save the plan
plan-saved = The visit is planned
plan-fault-day = Write the whole day of the visit: day, month and year
plan-fault-past = That day is over. Write today or a later day.

## A planned visit
plan-place = Place
plan-mobile = Mobile number
plan-state = State
plan-carry-out = Register the visit now
plan-drop = Visit no longer needed
plan-drop-title = Drop the planned visit
plan-drop-reason = Reason
plan-drop-hint = For example: moved to another city
plan-drop-confirm = Drop the visit
plan-dropped = The planned visit is dropped
plan-fault-reason = Write the reason first
