### Dates and times in the Gregorian and the Umm al-Qura calendar, in digits 0-9

## Patterns
# $weekday, $month: names from this file. $day, $year: digits.
date-words = { $weekday } { $day } { $month } { $year }
date-long = { $date }
date-hijri-words = { $day } { $month } { $year }
date-hijri-long = { $date } AH
date-both-short = { $gregorian } ({ $hijri } AH)
date-time = { $date }, { $time }
date-corresponding = { $stated } ({ $other })
# a time of another time zone: shown in Riyadh time, with what stands in the record
date-stated-elsewhere = stated as { $when }, { $offset }
date-month-gregorian = { $month } { $year }
date-month-hijri = { $month } { $year } AH
date-year-gregorian = { $year }
date-year-hijri = { $year } AH
date-span = { $first }–{ $last }
answer-earliest-dates = { $gregorian } ({ $hijri } AH)

## Time since an event
age-now = just now
age-ahead = ahead of this device's clock
age-minutes = { PLURAL($n) ->
    [one] 1 minute ago
   *[other] { NUM($n) } minutes ago
}
age-hours = { PLURAL($n) ->
    [one] 1 hour ago
   *[other] { NUM($n) } hours ago
}
age-days = { PLURAL($n) ->
    [one] 1 day ago
   *[other] { NUM($n) } days ago
}

## Days of the week, Sunday first
weekday-1 = Sunday
weekday-2 = Monday
weekday-3 = Tuesday
weekday-4 = Wednesday
weekday-5 = Thursday
weekday-6 = Friday
weekday-7 = Saturday

## Gregorian months
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December

## Months of the Umm al-Qura calendar
hijri-month-1 = Muharram
hijri-month-2 = Safar
hijri-month-3 = Rabi I
hijri-month-4 = Rabi II
hijri-month-5 = Jumada I
hijri-month-6 = Jumada II
hijri-month-7 = Rajab
hijri-month-8 = Shaban
hijri-month-9 = Ramadan
hijri-month-10 = Shawwal
hijri-month-11 = Dhu al-Qidah
hijri-month-12 = Dhu al-Hijjah
