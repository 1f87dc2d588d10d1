### البحث عن شخص، وصفحته، وتصحيح بياناته، والتواريخ المكتوبة بأحد التقويمين.

## البحث
people-title = البحث عن شخص
people-about = بالاسم أو الرقم أو الإيصال
people-search = اسم أو رقم
people-search-hint = الاسم أو رقم الهوية أو الجوال أو الرقم المرجعي
people-search-about = تظهر النتائج أثناء الكتابة، ويكفي جزء من الاسم أو الرقم
people-looking = جارٍ البحث…
people-nobody = لا أحد بهذا الاسم أو الرقم على هذا الجهاز
people-not-here = هذا الشخص ليس على هذا الجهاز، وسيُسأل عنه المقر الرئيسي عند الاتصال التالي به. يمكنكم تسجيله الآن: يُفتح له ملف جديد يُضم إلى ملفه السابق إن وُجد.
people-register-new = تسجيل زيارة بملف جديد
people-choose = اختاروا الشخص لفتح صفحته
people-no-name = دون اسم
people-differs = بيانات مختلفة

## صفحة الشخص
people-files = { PLURAL($n) ->
    [one] ملف واحد
    [two] لهذا الشخص ملفان من فروع مختلفة
    [few] لهذا الشخص { NUM($n) } ملفات من فروع مختلفة
    [many] لهذا الشخص { NUM($n) } ملفًا من فروع مختلفة
   *[other] لهذا الشخص { NUM($n) } ملف من فروع مختلفة
}
people-corrected = حُفظ التصحيح
people-not-given = لم يُذكر
people-taken-away = حُذفت القيمة
people-give = إضافة
people-correct = تصحيح
people-other-value = قيمة أخرى
people-settle = اعتماد هذه
people-differs-elsewhere = القيم مختلفة. الملف لفرع { $branch }، ويحسم الاختلاف ذلك الفرع أو المقر الرئيسي. ما تكتبونه هنا يبقى بجانب غيره حتى ذلك الحين.
people-differs-hint = القيم مختلفة. اعتمدوا الصحيحة منها بعد سؤال صاحبها، أو اكتبوا غيرها.
people-written = { $who }، { $when }
people-by-this-device = هذا الجهاز
people-by-other-device = جهاز آخر
people-by-head-office = المقر الرئيسي
people-visits = مرات التواصل
people-no-visits = لا تواصل مسجلًا على هذا الجهاز
people-register = تسجيل زيارة لهذا الشخص
people-now = القيمة الآن: { $values }
people-left-meanwhile = خرج ملف المستفيد من هذا الجهاز قبل الحفظ. ابحثوا عنه من جديد، ثم أضيفوا الزيارة مرة أخرى.
people-changed-meanwhile = تغيّرت القيمة قبل الحفظ. راجعوا ما هي عليه الآن، ثم احفظوا من جديد.
people-file-full = كثرت التعديلات على هذا الملف فلا يقبل غيرها هنا. أبلغوا المقر الرئيسي.

## حقول الملف
profile-name = الاسم
profile-national-id = رقم الهوية أو الإقامة
profile-mobile = رقم الجوال
profile-birth = تاريخ الميلاد
profile-id-expiry = تاريخ انتهاء الهوية
profile-address = العنوان
profile-group = الفئة

## التواريخ المكتوبة
date-hint = 1405/9/1 أو 1405 أو 20/5/1985
date-fault-unreadable = اكتبوا التاريخ أرقامًا: يوم وشهر وسنة، أو السنة وحدها
date-fault-short-year = اكتبوا السنة بأربعة أرقام
date-fault-year = السنة خارج ما يُقبل: 1300–1590 هـ أو 1900–2160 م
date-fault-month = الأشهر من 1 إلى 12
date-fault-day = أيام هذا الشهر { $days }
date-fault-era = السنة من تقويم والرمز بجانبها من تقويم آخر
