### شاشات المراجع. المخاطبة بصيغة الجمع، والأزرار مصادر.
### (وعد): لا يُعرض إلا ما دام البرنامج يفي به. (اعتماد): نص على الجمعية اعتماده قبل الاستعمال.

## الترحيب واللغة
welcome-title = حيّاكم الله
    .simple = أهلًا بكم
welcome-branch = أهلًا بكم في { $branch }
welcome-subtitle = نسعد بخدمتكم
    .simple = اختاروا ما تريدون
welcome-touch = المسوا الشاشة للبدء
welcome-new-visit = طلب خدمة أو استفسار
    .simple = أريد خدمة
welcome-rate = تقييم خدمة تلقّيتموها
    .simple = أقول رأيي في الخدمة
welcome-follow = متابعة طلب سابق
welcome-guide = دليل الخدمات
    .simple = أريد أن أعرف الخدمات
welcome-suggest = تقديم مقترح
    .simple = عندي فكرة
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
    .simple = ترك هذا السؤال
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
    .simple = ماذا تحتاجون؟
need-hint = اختاروا الأقرب إلى حاجتكم
need-more-than-one = يمكنكم اختيار أكثر من خدمة
    .simple = المسوا كل ما تحتاجونه
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
    .simple = لماذا جئتم اليوم؟
party-beneficiary-self = أحتاج إلى خدمة أو دعم
    .simple = أحتاج إلى مساعدة
party-supporter-self = أرغب في دعم الجمعية
    .simple = أريد أن أتبرع
party-volunteer-self = أرغب في التطوع
    .simple = أريد أن أتطوع
party-other-self = أمر آخر

## بيان استعمال البيانات
# (اعتماد) عنوان البيان ونصوصه الخمسة كلها.
notice-title = كيف نستخدم بياناتكم
    .simple = ماذا نكتب عنكم؟
# (وعد)(اعتماد)
notice-kept = نحفظ الخدمة التي تطلبونها ووقت زيارتكم، والرقم إن أدخلتموه.
    .simple = نكتب ما تطلبونه، ووقت زيارتكم، ورقمكم إن كتبتموه.
# (اعتماد)
notice-why = نستخدمها لخدمتكم ومتابعة طلبكم وتحسين خدماتنا.
    .simple = نكتبه لنساعدكم ونحسّن خدماتنا.
# (وعد)(اعتماد)
notice-who = يطّلع عليها من يخدمكم من موظفي الجمعية في الفرع وفي المقر الرئيسي.
    .simple = يراه من يساعدكم في الجمعية.
# (وعد)(اعتماد)
notice-sealed = يُحفظ رقمكم مشفّرًا، ويُمسح ما أدخلتموه من هذه الشاشة عند انتهائكم.
    .simple = رقمكم محمي. ويُمسح ما كتبتموه من الشاشة حين تنتهون.
# (وعد)(اعتماد)
notice-optional = يمكنكم المتابعة دون إدخال أي رقم.
    .simple = الرقم ليس شرطًا.
notice-continue = قرأت ذلك، متابعة
    .simple = فهمت، متابعة

## من أنتم
who-title = نتشرّف بمعرفتكم
    .simple = من أنتم؟
who-body = أدخلوا رقم الهوية أو الإقامة، أو رقم الجوال، لنصل إلى ملفكم. ويمكنكم المتابعة دون رقم.
    .simple = اكتبوا رقم الهوية أو رقم الجوال. أو اختاروا المتابعة دون رقم.
who-national-id = رقم الهوية أو الإقامة
    .simple = رقم الهوية
who-mobile = رقم الجوال
who-national-id-hint = 10 أرقام تبدأ بالرقم 1 أو 2
    .simple = 10 أرقام
who-mobile-hint = 10 أرقام تبدأ بالرقمين 05
    .simple = 10 أرقام
who-warn = يبدو أن الرقم غير صحيح. راجعوه، أو تابعوا به كما هو.
    .simple = قد يكون في الرقم خطأ. انظروا إليه مرة أخرى.
who-continue-as-is = المتابعة بالرقم كما هو
# (وعد) الثلاثة التالية للجهاز الذي لا موظف عنده.
who-answered = أدخلوا رقم جوالكم لنرد عليكم. وإن تركتموه فلن نتمكن من الرد.
    .simple = اكتبوا رقم جوالكم لنرد عليكم. من دونه لا نستطيع الرد.
who-needed = أدخلوا رقم جوالكم لنتصل بكم ونعرف طلبكم، لأنكم لم تكتبوه.
    .simple = اكتبوا رقم جوالكم، وسنتصل بكم.
who-skip-unanswered = المتابعة دون رقم ودون رد
    .simple = متابعة دون رقم، ولن يردوا عليّ
who-skip = المتابعة دون إدخال رقم
    .simple = متابعة دون رقم
who-for-other = أراجع نيابةً عن شخص آخر
    .simple = جئت من أجل شخص آخر
who-for-other-hint = أدخلوا رقم صاحب الطلب، لا رقمكم
    .simple = اكتبوا رقمه هو
who-for-self = أراجع لنفسي
# (وعد)(اعتماد)
who-privacy = نستخدم بياناتكم لخدمتكم ومتابعة طلبكم، وتُمسح من هذه الشاشة عند انتهائكم.
who-entered = ما أدخلتموه: { $number }
who-nothing-entered = لم تدخلوا شيئًا بعد

## المراجعة قبل الحفظ
summary-title = راجعوا ما أدخلتموه
    .simple = هل هذا صحيح؟
summary-service = الخدمة
summary-services = الخدمات
summary-party = الصفة
    .simple = سبب الزيارة
summary-number = الرقم
summary-no-number = لم يُدخل رقم
    .simple = لا رقم
summary-for = لمن الزيارة
    .simple = من أجل من؟
summary-for-self = لي
summary-for-other = نيابةً عن شخص آخر
    .simple = شخص آخر
summary-date = التاريخ
summary-confirm = تأكيد وحفظ
    .simple = نعم، حفظ
summary-saving = جارٍ الحفظ…
summary-saved = سُجّلت زيارتكم
    .simple = سجّلنا زيارتكم
# (وعد)
summary-be-seated = تفضّلوا بالجلوس، وسيخدمكم أحد موظفينا
    .simple = اجلسوا من فضلكم، وسنأتي إليكم

## قبل التقييم
# (وعد) إن أمكن ربط التقييم بزيارة بالوقت أو بالترتيب فليُحذف هذا السطر.
rating-assurance = التقييم اختياري، ولا يُربط باسمكم، ولا يؤثر في طلبكم.
    .simple = رأيكم بلا اسم. ولا يغيّر شيئًا في طلبكم.
rating-decline = لا أرغب في التقييم الآن
    .simple = لا، شكرًا

## أسئلة التقييم
rating-choose-service = أي خدمة تودّون تقييمها؟
    .simple = رأيكم في أي خدمة؟
rating-choose-service-hint = اختاروا خدمة واحدة
rating-service-question = كيف كانت جودة الخدمة؟
    .simple = كيف كانت الخدمة؟
rating-provider-question = كيف كان أداء مقدّم الخدمة؟
    .simple = كيف كان تعامل الموظف معكم؟
rating-provider-none = لم يخدمني أي موظف
    .simple = لم أرَ موظفًا
rating-provider-skip = تخطّي السؤال عن مقدّم الخدمة
rating-choose-department = أي إدارة خدمتكم؟
rating-choose-provider = من الذي خدمكم؟
rating-choose-provider-hint = اختياري
rating-provider-unknown = لا أعرف
rating-department-question = كيف كان تعاون { $department } معكم؟
rating-send = إرسال التقييم
    .simple = إرسال
rating-saving = جارٍ حفظ تقييمكم…
rating-add-comment = أودّ إضافة تعليق
    .simple = أريد أن أكتب شيئًا

## الوجوه الأربعة، لمن يستمع إلى الشاشة
face-excellent = وجه ضاحك
face-good = وجه مبتسم
face-bad = وجه عابس
face-very-bad = وجه عابس جدًا
face-service = جودة الخدمة: { $score }
face-provider = أداء مقدّم الخدمة: { $score }

## الأسباب والتعليق والمقترح
reasons-title-high = ما الذي أعجبكم؟
    .simple = ما الذي أعجبكم؟
reasons-title-low = ما الذي تودّون أن نحسّنه؟
    .simple = ما الذي لم يعجبكم؟
reasons-hint = اختياري، ويمكنكم اختيار أكثر من سبب
    .simple = المسوا ما يناسبكم، أو اتركوا هذا السؤال
comment-title = هل تودّون إضافة شيء؟
    .simple = هل تريدون أن تقولوا شيئًا؟
comment-hint = اختياري. نرجو عدم كتابة أسماء أو أرقام.
    .simple = لا تكتبوا أسماء ولا أرقامًا.
comment-field = التعليق
comment-full = لا يتسع التعليق لمزيد من الكتابة

## الشكر والإيصال
thanks-title = شكرًا لكم
thanks-body = رأيكم يعيننا على تحسين خدمتكم
    .simple = رأيكم يساعدنا
thanks-farewell = في أمان الله
receipt-title = إيصال الزيارة
receipt-reference = الرقم المرجعي
    .simple = رقم زيارتكم
# (وعد) لا يُعرض إلا حين تكون متابعة الطلب بالرمز ممكنة.
receipt-keep = صوّروا الباركود لمتابعة طلبكم
receipt-keep-reference = احتفظوا بالرقم المرجعي، واذكروه عند مراجعتنا
    .simple = احفظوا هذا الرقم، وقولوه لنا حين تعودون
receipt-photograph = يمكنكم تصوير الرمز بجوالكم
    .simple = صوّروا هذا المربع بالجوال
receipt-qr-name = باركود الإيصال، وفيه الرقم المرجعي { $code }
receipt-date = تاريخ التسجيل
    .simple = اليوم
receipt-time = الوقت
receipt-branch = الفرع
receipt-print = طباعة الإيصال
receipt-next = الخطوة التالية
    .simple = ماذا بعد ذلك؟
receipt-missing = ما ينقص طلبكم
# (وعد)
state-saved-visitor = حُفظ طلبكم، وسيصل إلى المقر الرئيسي عند توفّر الاتصال.
    .simple = طلبكم محفوظ، وسيصل إلى الجمعية.

## مدة الرد: أسبوعان
answer-told = سنرفع طلبكم إلى لجنة البحث لدراسته، ويصلكم الرد بالقبول أو الرفض بعد أسبوعين على الأقل.
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
    .simple = هل ما زلتم هنا؟
idle-body = { PLURAL($n) ->
    [zero] حفاظًا على خصوصيتكم، سنمسح ما أدخلتموه الآن.
    [one] حفاظًا على خصوصيتكم، سنمسح ما أدخلتموه بعد ثانية واحدة.
    [two] حفاظًا على خصوصيتكم، سنمسح ما أدخلتموه بعد ثانيتين.
    [few] حفاظًا على خصوصيتكم، سنمسح ما أدخلتموه بعد { NUM($n) } ثوانٍ.
    [many] حفاظًا على خصوصيتكم، سنمسح ما أدخلتموه بعد { NUM($n) } ثانية.
   *[other] حفاظًا على خصوصيتكم، سنمسح ما أدخلتموه بعد { NUM($n) } ثانية.
}
idle-more-time = نعم، أحتاج إلى وقت
    .simple = نعم، أنا هنا
idle-finish = إنهاء ومسح
    .simple = لا، مسح كل شيء
# (وعد) النصوص الثلاثة: لا تُعرض إلا بعد الحفظ.
held-registered = تسجيلكم محفوظ.
held-rated = تقييمكم محفوظ.
    .simple = رأيكم محفوظ.
held-rated-unsent = تقييمكم محفوظ. أما التعليق فلم يُرسل، وسيُمسح.
    .simple = رأيكم محفوظ. لكن ما كتبتموه لم يُرسل، وسيُمسح.
page-closes = { PLURAL($n) ->
    [zero] تُغلق هذه الصفحة الآن.
    [one] تُغلق هذه الصفحة بعد ثانية واحدة.
    [two] تُغلق هذه الصفحة بعد ثانيتين.
    [few] تُغلق هذه الصفحة بعد { NUM($n) } ثوانٍ.
    [many] تُغلق هذه الصفحة بعد { NUM($n) } ثانية.
   *[other] تُغلق هذه الصفحة بعد { NUM($n) } ثانية.
}

## بكلماتكم، حيث لا موظف
words-title = ما الذي تودّون أن نعرفه؟
    .simple = اكتبوا ما تريدون
words-hint = اكتبوا باختصار ما تطلبونه أو تسألون عنه.
words-field = ما تطلبونه
words-skip = المتابعة دون كتابة
    .simple = لا أكتب

## حين يكون الفرع مغلقًا
# (وعد) النصوص الستة كلها.
closed-register-until = الفرع مغلق الآن. يمكنكم تسجيل طلبكم، وسنبدأ به الساعة { $time }.
closed-register-on = الفرع مغلق الآن. يمكنكم تسجيل طلبكم، ونستقبلكم يوم { $date } من الساعة { $time }.
closed-register = الفرع مغلق الآن. يمكنكم تسجيل طلبكم.
receipt-later-number = الفرع مغلق الآن. نبدأ الخدمة الساعة { $time }، ورقمكم محفوظ ليومه.
receipt-later = الفرع مغلق الآن. نبدأ الخدمة الساعة { $time }.
receipt-contact = وإن تركتم رقمًا فسنتواصل معكم.

## المغادرة
leave-cancel = الإلغاء والخروج
    .simple = خروج
leave-guide = إغلاق الدليل
leave-unsaved-title = لم يُحفظ شيء بعد
leave-unsaved-body = إن خرجتم الآن فسيُمسح ما أدخلتموه.
    .simple = إن خرجتم مُسح ما كتبتموه.
leave-unsaved-stay = متابعة
leave-unsaved-go = خروج دون حفظ

## أخطاء يراها المراجع
error-title = تعذّرت المتابعة
error-call-staff = نعتذر لكم، حدث خطأ. نرجو إبلاغ أحد موظفينا.
    .simple = حدث خطأ. نادوا أحد الموظفين.
error-not-saved = نعتذر لكم، لم يُحفظ ما أدخلتموه. نرجو إبلاغ أحد موظفينا قبل المغادرة.
    .simple = لم يُحفظ ما كتبتموه. نادوا أحد الموظفين قبل أن تذهبوا.
error-start-again = نعتذر لكم، لم يُحفظ ما أدخلتموه لأن هذا الجهاز سُجّل من جديد. نرجو أن يغلق أحد موظفينا البرنامج ويشغّله مرة أخرى.
error-disk-full = مساحة الجهاز ممتلئة، فلا يمكن تسجيل زيارة جديدة. نرجو إبلاغ أحد موظفينا.
    .simple = لا يمكن التسجيل الآن. نادوا أحد الموظفين.
error-try-again = محاولة الحفظ مرة أخرى
    .simple = الحفظ مرة أخرى
