### التواريخ والأوقات، بالتقويمين الميلادي وأم القرى، وبالأرقام 0-9

## الأنماط
# $weekday، $month: أسماء من هذا الملف. $day، $year: أرقام.
date-words = { $weekday } { $day } { $month } { $year }
date-long = { $date } م
date-hijri-words = { $day } { $month } { $year }
date-hijri-long = { $date } هـ
date-both-short = { $gregorian } م، { $hijri } هـ
date-time = { "\u2067" }{ $date }، { $time }{ "\u2069" }
date-corresponding = { $stated }، الموافق { $other }
# a time of another time zone: shown in Riyadh time, with what stands in the record
date-stated-elsewhere = كُتب: { $when } بتوقيت { $offset }
date-month-gregorian = { $month } { $year } م
date-month-hijri = { $month } { $year } هـ
date-year-gregorian = { $year } م
date-year-hijri = { $year } هـ
date-span = { $first }–{ $last }
answer-earliest-dates = { $gregorian } م، الموافق { $hijri } هـ

## المدة منذ حدث
age-now = الآن
age-ahead = متقدم على ساعة هذا الجهاز
age-minutes = { PLURAL($n) ->
    [one] قبل دقيقة واحدة
    [two] قبل دقيقتين
    [few] قبل { NUM($n) } دقائق
    [many] قبل { NUM($n) } دقيقة
   *[other] قبل { NUM($n) } دقيقة
}
age-hours = { PLURAL($n) ->
    [one] قبل ساعة واحدة
    [two] قبل ساعتين
    [few] قبل { NUM($n) } ساعات
    [many] قبل { NUM($n) } ساعة
   *[other] قبل { NUM($n) } ساعة
}
age-days = { PLURAL($n) ->
    [one] قبل يوم واحد
    [two] قبل يومين
    [few] قبل { NUM($n) } أيام
    [many] قبل { NUM($n) } يومًا
   *[other] قبل { NUM($n) } يوم
}

## أيام الأسبوع، وأولها الأحد
weekday-1 = الأحد
weekday-2 = الاثنين
weekday-3 = الثلاثاء
weekday-4 = الأربعاء
weekday-5 = الخميس
weekday-6 = الجمعة
weekday-7 = السبت

## الشهور الميلادية
month-1 = يناير
month-2 = فبراير
month-3 = مارس
month-4 = أبريل
month-5 = مايو
month-6 = يونيو
month-7 = يوليو
month-8 = أغسطس
month-9 = سبتمبر
month-10 = أكتوبر
month-11 = نوفمبر
month-12 = ديسمبر

## شهور تقويم أم القرى
hijri-month-1 = محرم
hijri-month-2 = صفر
hijri-month-3 = ربيع الأول
hijri-month-4 = ربيع الآخر
hijri-month-5 = جمادى الأولى
hijri-month-6 = جمادى الآخرة
hijri-month-7 = رجب
hijri-month-8 = شعبان
hijri-month-9 = رمضان
hijri-month-10 = شوال
hijri-month-11 = ذو القعدة
hijri-month-12 = ذو الحجة
