### شاشات المراجع. المخاطبة بصيغة الجمع، والأزرار مصادر.
### (وعد): لا يُعرض إلا ما دام البرنامج يفي به. (اعتماد): نص على الجمعية اعتماده قبل الاستعمال.

## الترحيب واللغة
welcome-title = حيّاكم الله
welcome-branch = أهلًا بكم في { $branch }
welcome-subtitle = نسعد بخدمتكم
welcome-touch = المسوا الشاشة للبدء
welcome-new-visit = طلب خدمة أو استفسار
welcome-rate = تقييم خدمة تلقّيتموها
welcome-follow = متابعة طلب سابق
welcome-guide = دليل الخدمات
welcome-suggest = تقديم مقترح
welcome-choose = اختاروا ما تودّون
language-title = اختاروا اللغة
language-switch = تغيير اللغة

## أزرار عامة
common-start = البدء
common-next = التالي
common-back = رجوع
common-edit = تعديل
common-save = حفظ
common-cancel = إلغاء
common-confirm = تأكيد
common-close = إغلاق
common-yes = نعم
common-no = لا
common-delete-digit = مسح رقم
common-clear-all = مسح الكل
common-skip-step = تخطّي هذه الخطوة
common-finish = إنهاء
common-optional = اختياري
common-call-staff = نداء أحد الموظفين
common-larger-text = تكبير الخط
common-smaller-text = الخط المعتاد
common-high-contrast = تباين عالٍ
common-simple-words = كلمات أبسط
common-listen = استماع
common-progress = الخطوة { NUM($step) } من { NUM($total) }
common-selected = مختار
common-not-selected = غير مختار
common-scroll-up = إلى الأعلى
common-scroll-down = إلى الأسفل

## ما حاجتكم
need-title = كيف نخدمكم اليوم؟
need-hint = اختاروا الأقرب إلى حاجتكم
need-more-than-one = يمكنكم اختيار أكثر من خدمة
need-other = أمر آخر
need-help-choose = أحتاج إلى مساعدة في الاختيار
need-choose-one = اختاروا خدمة واحدة على الأقل للمتابعة
need-chosen = { PLURAL($n) ->
    [zero] لم تُختر خدمة بعد
    [one] اختيرت خدمة واحدة
    [two] اختيرت خدمتان
    [few] اختيرت { NUM($n) } خدمات
    [many] اختيرت { NUM($n) } خدمة
   *[other] اختيرت { NUM($n) } خدمة
}
need-no-services = لم تصل قائمة الخدمات إلى هذا الجهاز بعد. نرجو إبلاغ أحد موظفينا.

## بأي صفة
party-title = بأي صفة تتواصلون معنا؟
party-beneficiary-self = أحتاج إلى خدمة أو دعم
party-supporter-self = أرغب في دعم الجمعية
party-volunteer-self = أرغب في التطوع
party-other-self = أمر آخر

## بيان استعمال البيانات
# (اعتماد) عنوان البيان ونصوصه الخمسة كلها.
notice-title = كيف نستعمل بياناتكم
# (وعد)(اعتماد)
notice-kept = نحفظ الخدمة التي تطلبونها ووقت زيارتكم، والرقم إن أدخلتموه.
# (اعتماد)
notice-why = نستعملها لخدمتكم ومتابعة طلبكم وتحسين خدماتنا.
# (وعد)(اعتماد)
notice-who = يطّلع عليها من يخدمكم من موظفي الجمعية في الفرع وفي المقر الرئيسي.
# (وعد)(اعتماد)
notice-sealed = يُحفظ رقمكم مشفّرًا، ويُمسح ما أدخلتموه من هذه الشاشة عند انتهائكم.
# (وعد)(اعتماد)
notice-optional = لكم أن تتابعوا دون إدخال أي رقم.
notice-continue = قرأت ذلك، متابعة

## من أنتم
who-title = نتشرّف بمعرفتكم
who-body = أدخلوا رقم الهوية أو الإقامة، أو رقم الجوال، لنصل إلى ملفكم. ولكم أن تتابعوا دون ذلك.
who-national-id = رقم الهوية أو الإقامة
who-mobile = رقم الجوال
who-national-id-hint = 10 أرقام تبدأ بالرقم 1 أو 2
who-mobile-hint = 10 أرقام تبدأ بالرقمين 05
who-warn = يبدو أن الرقم غير صحيح. راجعوه، أو تابعوا كما هو.
who-continue-as-is = المتابعة كما هو
who-skip = المتابعة دون إدخال رقم
who-for-other = أراجع نيابةً عن شخص آخر
who-for-other-hint = أدخلوا رقم صاحب الطلب، لا رقمكم
who-for-self = أراجع لنفسي
# (وعد)(اعتماد)
who-privacy = نستخدم بياناتكم لخدمتكم ومتابعة طلبكم، وتُمسح من هذه الشاشة عند انتهائكم.
who-entered = ما أدخلتموه: { $number }
who-nothing-entered = لم تدخلوا شيئًا بعد

## المراجعة قبل الحفظ
summary-title = راجعوا ما أدخلتموه
summary-service = الخدمة
summary-services = الخدمات
summary-party = الصفة
summary-number = الرقم
summary-no-number = لم يُدخل رقم
summary-for = لمن الزيارة
summary-for-self = لي
summary-for-other = نيابةً عن شخص آخر
summary-date = التاريخ
summary-confirm = تأكيد وحفظ
summary-saving = جارٍ الحفظ…
summary-saved = سُجّلت زيارتكم
# (وعد)
summary-be-seated = تفضّلوا بالجلوس، وسيخدمكم أحد موظفينا

## قبل التقييم
rating-title = تقييم جودة الخدمة
# (وعد) إن أمكن ربط التقييم بزيارة بالوقت أو بالترتيب فليُحذف هذا السطر.
rating-assurance = التقييم اختياري، ولا يُربط باسمكم، ولا يؤثر في طلبكم.
rating-begin = بدء التقييم
rating-decline = لا أرغب في التقييم الآن

## أسئلة التقييم
rating-choose-service = أي خدمة تودّون تقييمها؟
rating-choose-service-hint = اختاروا خدمة واحدة
rating-service-question = كيف كانت جودة الخدمة؟
rating-provider-question = كيف كان أداء مقدّم الخدمة؟
rating-provider-none = لم يخدمني موظف اليوم
rating-provider-skip = تخطّي السؤال عن مقدّم الخدمة
rating-choose-department = أي إدارة خدمتكم؟
rating-choose-provider = من الذي خدمكم؟
rating-choose-provider-hint = اختياري
rating-provider-unknown = لا أعرف
rating-department-question = كيف كان تعاون { $department } معكم؟
rating-send = إرسال التقييم
rating-saving = جارٍ حفظ تقييمكم…

## الوجوه الأربعة، لمن يستمع إلى الشاشة
face-excellent = وجه ضاحك
face-good = وجه مبتسم
face-bad = وجه عابس
face-very-bad = وجه عابس جدًا
face-service = جودة الخدمة: { $score }
face-provider = أداء مقدّم الخدمة: { $score }

## الأسباب والتعليق والمقترح
reasons-title-high = ما الذي أعجبكم؟
reasons-title-low = ما الذي تودّون أن نحسّنه؟
reasons-hint = اختياري، ويمكنكم اختيار أكثر من سبب
comment-title = هل تودّون إضافة شيء؟
comment-hint = اختياري. نرجو عدم كتابة أسماء أو أرقام.
comment-field = التعليق
comment-full = اكتمل الحد الأعلى لطول التعليق

## الشكر والإيصال
thanks-title = شكرًا لكم
thanks-body = رأيكم يعيننا على تحسين خدمتكم
thanks-farewell = في أمان الله
receipt-title = إيصال الزيارة
receipt-reference = الرقم المرجعي
# (وعد) لا يُعرض إلا حين تكون متابعة الطلب بالرمز ممكنة.
receipt-keep = صوّروا الرمز لمتابعة طلبكم
receipt-keep-reference = احتفظوا بالرقم المرجعي، واذكروه عند مراجعتنا
receipt-photograph = يمكنكم تصوير الرمز بجوالكم
receipt-qr-name = رمز الإيصال، وفيه الرقم المرجعي { $code }
receipt-date = تاريخ التسجيل
receipt-time = الوقت
receipt-branch = الفرع
receipt-print = طباعة الإيصال
receipt-next = الخطوة التالية
receipt-missing = ما ينقص طلبكم
# (وعد)
state-saved-visitor = حُفظ طلبكم، وسيصل إلى المقر الرئيسي عند توفّر الاتصال.

## مدة الرد: أسبوعان
answer-told = سيُرفع طلبكم إلى لجنة البحث لدراسته، والرد عليكم بقبوله أو رفضه خلال مدة لا تقل عن أسبوعين.
answer-earliest = أقرب تاريخ للرد
# (وعد)
answer-earliest-note = قد يتأخر الرد عن هذا التاريخ، وسنبلغكم به.

## الإقرار
# (اعتماد)
attest-title = الإقرار بصحة البيانات
# (اعتماد)
attest-before = نرجو قراءة البيانات كاملة، أو الاستماع إليها، قبل التوقيع.
# (اعتماد)
attest-text = أُقرّ أنا { $name }، ورقم هويتي أو إقامتي { $id }، بصحة البيانات المقدَّمة في طلب الدعم هذا، وأتحمّل مسؤولية مباشرة عن صحة المعلومات الواردة فيه، وعلى ذلك أوقّع.
# (اعتماد)
attest-text-for-other = أُقرّ أنا { $name }، ورقم هويتي أو إقامتي { $id }، بصفتي { $capacity } ونيابةً عن { $beneficiary }، بصحة البيانات المقدَّمة في طلب الدعم هذا، وأتحمّل مسؤولية مباشرة عن صحة المعلومات الواردة فيه، وعلى ذلك أوقّع.
attest-sign-here = وقّعوا هنا
attest-clear = مسح التوقيع
# (اعتماد)
attest-other-way = أحتاج إلى طريقة أخرى للتوقيع
attest-stale = تغيّرت بيانات بعد التوقيع، فلم يعد الإقرار يشملها.

## دليل الخدمات
guide-right-or-wrong = صح أم خطأ؟
guide-you-said-we-did = قلتم ففعلنا
guide-papers = المستندات المطلوبة
guide-questions = الأسئلة الشائعة
guide-search = ابحثوا عن خدمة أو سؤال

## عند السكون
idle-title = هل تحتاجون إلى مزيد من الوقت؟
idle-body = { PLURAL($n) ->
    [zero] حفاظًا على خصوصيتكم، سنمسح ما أدخلتموه الآن.
    [one] حفاظًا على خصوصيتكم، سنمسح ما أدخلتموه بعد ثانية واحدة.
    [two] حفاظًا على خصوصيتكم، سنمسح ما أدخلتموه بعد ثانيتين.
    [few] حفاظًا على خصوصيتكم، سنمسح ما أدخلتموه بعد { NUM($n) } ثوانٍ.
    [many] حفاظًا على خصوصيتكم، سنمسح ما أدخلتموه بعد { NUM($n) } ثانية.
   *[other] حفاظًا على خصوصيتكم، سنمسح ما أدخلتموه بعد { NUM($n) } ثانية.
}
idle-more-time = نعم، أحتاج إلى وقت
idle-finish = إنهاء ومسح

## أخطاء يراها المراجع
error-title = نعتذر لكم
error-call-staff = نعتذر لكم، حدث خطأ. نرجو إبلاغ أحد موظفينا.
error-not-saved = نعتذر لكم، لم يُحفظ ما أدخلتموه. نرجو إبلاغ أحد موظفينا قبل المغادرة.
error-disk-full = مساحة الجهاز ممتلئة، فلا يمكن تسجيل زيارة جديدة. نرجو إبلاغ أحد موظفينا.
error-try-again = محاولة الحفظ مرة أخرى
