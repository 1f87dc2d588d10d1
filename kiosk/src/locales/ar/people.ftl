### البحث عن شخص، وصفحته، وتصحيح بياناته، والتواريخ المكتوبة بأحد التقويمين.

## البحث
people-title = البحث عن شخص
people-about = بالاسم أو الرقم أو الإيصال
people-search = اسم أو رقم
people-search-hint = الاسم أو رقم الهوية أو الجوال أو الرقم المرجعي
people-search-about = تظهر النتائج أثناء الكتابة، ويكفي جزء من الاسم أو الرقم
people-looking = جارٍ البحث…
people-nobody = لم نجد أحدًا بهذا الاسم أو الرقم. جرّبوا جزءًا منه.
people-not-here = هذا الشخص ليس على هذا الجهاز. سنسأل عنه المقر الرئيسي عند المزامنة التالية. يمكنكم تسجيله الآن بملف جديد، ويُضم إلى ملفه السابق إن وُجد.
people-register-new = تسجيل تواصل بملف جديد
people-choose = اختاروا الشخص لفتح صفحته
people-no-name = دون اسم
people-differs = بيانات مختلفة

## صفحة الشخص
people-files = { PLURAL($n) ->
    [one] لهذا الشخص ملف واحد
    [two] لهذا الشخص ملفان
    [few] لهذا الشخص { NUM($n) } ملفات
    [many] لهذا الشخص { NUM($n) } ملفًا
   *[other] لهذا الشخص { NUM($n) } ملف
}
people-corrected = حُفظ التصحيح
people-not-given = لم يُذكر
people-taken-away = حُذف
people-give = إضافة
people-correct = تصحيح
people-other-value = كتابة غيرها
people-settle = اعتماد
people-differs-elsewhere = البيانات مختلفة. الملف لفرع { $branch }، ويحسم الاختلاف ذلك الفرع أو المقر الرئيسي. ما تكتبونه هنا يبقى بجانب غيره حتى ذلك الحين.
people-differs-hint = البيانات مختلفة. اسألوا صاحبها، ثم اعتمدوا الصحيح منها أو اكتبوا غيره.
people-written = { $who }، { $when }
people-by-this-device = هذا الجهاز
people-by-other-device = جهاز آخر
people-by-head-office = المقر الرئيسي
people-visits = سجلات التواصل
people-no-visits = لم يُسجَّل تواصل على هذا الجهاز
people-register = تسجيل تواصل لهذا الشخص
people-now = المسجّل الآن: { $values }
people-left-meanwhile = لم يعد ملف هذا المستفيد على هذا الجهاز، فلم يُحفظ ما أدخلتموه. ابحثوا عنه من جديد، ثم سجّلوا التواصل مرة أخرى.
people-changed-meanwhile = تغيّر هذا البيان قبل أن تحفظوا. راجعوا ما فيه الآن، ثم احفظوا من جديد.
people-file-full = كثرت التعديلات على هذا الملف، فلا يقبل غيرها على هذا الجهاز. أبلغوا المقر الرئيسي.

## حقول الملف
profile-name = الاسم
profile-national-id = رقم الهوية أو الإقامة
profile-mobile = رقم الجوال
profile-birth = تاريخ الميلاد
profile-id-expiry = تاريخ انتهاء الهوية
profile-address = العنوان
profile-group = الفئة

## التواريخ المكتوبة
date-hint = مثل 1/9/1405 أو 1405 أو 20/5/1985
date-fault-unreadable = اكتبوا التاريخ أرقامًا: يوم وشهر وسنة، أو السنة فقط
date-fault-short-year = اكتبوا السنة بأربعة أرقام
date-fault-year = اكتبوا سنة من 1300 إلى 1590 هـ، أو من 1900 إلى 2160 م
date-fault-month = اكتبوا الشهر رقمًا من 1 إلى 12
date-fault-day = في هذا الشهر { $days } يومًا فقط. راجعوا اليوم.
date-fault-era = لا توافق السنة علامة التقويم (هـ أو م). صحّحوا إحداهما.
