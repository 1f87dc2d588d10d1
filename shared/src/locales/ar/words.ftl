### كلمات السياسة التي يستعملها الكشك وصفحات المقر الرئيسي معًا.
### أسماء الخدمات والإدارات والفروع بيانات في فهرس الجمعية لا رسائل هنا.

## الجهة والأماكن
app-name = صلة
place-head-office = المقر الرئيسي

## قنوات التواصل الثماني كما تعدّها السياسة
channel-title = قناة التواصل
channel-interview = المقابلة
channel-phone-call = الاتصالات الهاتفية
channel-social-media = وسائل التواصل الاجتماعي
channel-letter = الخطابات
channel-help-request = خدمات طلب المساعدة
channel-volunteering = خدمة التطوع
channel-website = الموقع الإلكتروني للجمعية
channel-branch-representative = مناديب المكاتب الفرعية

## اتجاه التواصل
direction-title = اتجاه التواصل
direction-in = وارد إلى الجمعية
direction-out = صادر من الجمعية

## صفة الشخص
party-beneficiary = مستفيد
party-supporter = داعم
party-volunteer = متطوع
party-other = غير ذلك

## مقياس جودة الخدمة: مؤنث يوافق «الخدمة»
scale-service-excellent = ممتازة
scale-service-good = جيدة
scale-service-bad = ضعيفة
scale-service-very-bad = ضعيفة جدًا

## مقياس أداء مقدّم الخدمة: مذكر يوافق «الأداء»
scale-provider-excellent = ممتاز
scale-provider-good = جيد
scale-provider-bad = ضعيف
scale-provider-very-bad = ضعيف جدًا

## حالتا السجل، والموقوف للمراجعة
# وعد: لا يُعرض إلا ما دام البرنامج يفي به.
state-saved-here = محفوظ على هذا الجهاز
# وعد: لا يُعرض إلا ما دام البرنامج يفي به.
state-received = وصل إلى المقر الرئيسي
state-held = موقوف للمراجعة

## سبب إيقاف السجل للمراجعة
held-reason-missing-field = ينقصه بيان مطلوب
held-reason-invalid-field = فيه بيان لا يُقرأ
held-reason-unknown-kind = يحتاج إلى إصدار أحدث من البرنامج في المقر الرئيسي
held-reason-other-branch = يخص فرعًا غير فرع هذا الجهاز
held-reason-not-allowed = ليس من صلاحية من سجّله
held-reason-id-taken = رقمه مستخدم في سجل آخر
held-reason-no-pass = سُجّل باسم من لم يُؤذن له بالعمل على هذا الجهاز
held-reason-sealed-without-key = نصّه المشفّر لا يُفتح
set-aside-reason-damaged = تلف على هذا الجهاز
set-aside-reason-full = ملف هذا الشخص ممتلئ
set-aside-reason-foreign = الملف لفرع آخر
set-aside-reason-key = لا يُفتح مفتاحه على هذا الجهاز
set-aside-reason-unfit = وصل من المقر الرئيسي ولا يمكن استخدامه
set-aside-reason-in-the-way = يخالف ما في المقر الرئيسي
set-aside-reason-too-large = من المقر الرئيسي، وهو أكبر مما يستوعبه هذا الجهاز

## ما يُعدّ
count-ratings = { PLURAL($n) ->
    [zero] لا تقييمات
    [one] تقييم واحد
    [two] تقييمان
    [few] { NUM($n) } تقييمات
    [many] { NUM($n) } تقييمًا
   *[other] { NUM($n) } تقييم
}
count-records = { PLURAL($n) ->
    [zero] لا سجلات
    [one] سجل واحد
    [two] سجلان
    [few] { NUM($n) } سجلات
    [many] { NUM($n) } سجلًا
   *[other] { NUM($n) } سجل
}
count-devices = { PLURAL($n) ->
    [zero] لا أجهزة
    [one] جهاز واحد
    [two] جهازان
    [few] { NUM($n) } أجهزة
    [many] { NUM($n) } جهازًا
   *[other] { NUM($n) } جهاز
}

## خطوات التعامل السبع
step-1 = الاستقبال والإجابة عن الاستفسارات
step-2 = استكمال المعلومات ومطابقة البيانات
step-3 = الإحالة إلى مسؤول البحث الاجتماعي
step-4 = الإقرار بصحة البيانات والتوقيع عليها
step-5 = الرفع إلى لجنة البحث
step-6 = استكمال إجراءات التسجيل
step-7 = تقديم الخدمة اللازمة

## أدوات موظف علاقات المستفيدين الست
tool-bylaw = اللائحة الأساسية للجمعية
tool-research-guide = دليل خدمات البحث الاجتماعي
tool-support-policy = دليل سياسة الدعم للمستفيدين
tool-support-request = طلب دعم مستفيد
tool-charity-policies = سياسات العمل الخيري
tool-authority-rules = التعليمات والأنظمة من الجهات الرسمية

## أين سُجّل التواصل
origin-self-service = سجّله المراجع بنفسه
origin-staff = سجّله أحد الموظفين
origin-record = مستورد من ملف

## استعمال الجهاز
mode-self-service = كشك خدمة ذاتية
mode-branch = كشك الفرع
mode-field = جهاز مندوب

## القاعدة التي يُقرأ بها التقييم
rating-right = تقييم جودة الخدمة حقّ من حقوقكم، وهو أداة للتقويم والتطوير، لا للعقاب والتشهير.

## اللغات: تُكتب كل لغة بحروفها
language-ar = العربية
language-en = English

## ما يفصل بين أسماء في سطر
list-separator = { "، " }
