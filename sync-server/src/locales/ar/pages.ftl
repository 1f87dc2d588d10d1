### صفحات المقر الرئيسي. (وعد): لا يُعرض إلا ما دام البرنامج يفي به.

## إطار الصفحات
site-page-title = { $page } · صلة
nav-label = الأقسام
nav-visits = سجلات التواصل
nav-ratings = التقييمات
nav-suggestions = المقترحات
nav-devices = الأجهزة
nav-held = الموقوفة
nav-skip = إلى محتوى الصفحة
nav-sign-out = خروج
nav-other-language-label = عرض هذه الصفحة بالإنجليزية

## الدخول
sign-in-title = الدخول إلى صفحات المقر الرئيسي
sign-in-name = اسم المستخدم
sign-in-password = كلمة المرور
sign-in-submit = دخول
sign-in-refused = اسم المستخدم أو كلمة المرور غير صحيحة. إن تكررت المحاولات فانتظروا بضع دقائق ثم حاولوا مرة أخرى.
sign-in-ended = انتهت جلستكم. ادخلوا من جديد لمتابعة العمل.
sign-in-signed-out = خرجتم من حسابكم.

## الأدوار
role-representative = مندوب المكتب الفرعي
role-relations = موظف علاقات المستفيدين
role-social-research = مسؤول البحث الاجتماعي
role-committee = لجنة البحث
role-improvement = التحسين والتطوير
role-content = المحتوى
role-auditor = المراجعة الداخلية
role-administrator = مدير النظام

## اليوم
nav-today = اليوم
today-title = ما ينتظركم اليوم
today-nothing = لا شيء ينتظركم الآن.
today-overdue = { NUM($count) } فات موعدها
today-held = سجلات موقوفة للمراجعة
today-unsigned = بانتظار توقيعكم

## التصفية
filter-title = تصفية
filter-branch = الفرع
filter-channel = قناة التواصل
filter-service = الخدمة
filter-from = من تاريخ
filter-to = إلى تاريخ
filter-all-branches = كل الفروع
filter-all-channels = كل القنوات
filter-all-services = كل الخدمات
filter-apply = عرض
filter-clear = إلغاء التصفية
filter-date-hint = بأيّ التقويمين: 12/5/2026 أو 25/11/1447
filter-wrong-date = تاريخ غير صحيح: { $date }. اكتبوه هكذا: 12/5/2026 أو 25/11/1447
filter-dates-swapped = تاريخ البداية بعد تاريخ النهاية

## تقليب الصفحات
paging-label = تقليب الصفحات
paging-showing = عرض { NUM($from) } إلى { NUM($to) } من { NUM($total) }
paging-previous = السابق
paging-next = التالي
paging-first = الأولى
paging-last = الأخيرة
paging-page = صفحة { NUM($page) } من { NUM($pages) }

## سجلات التواصل
visits-title = سجلات التواصل
visits-caption = سجلات التواصل من كل الفروع، الأحدث أولًا
visits-column-at = التاريخ والوقت
visits-column-branch = الفرع
visits-column-channel = القناة
visits-column-party = الصفة
visits-column-services = الخدمات
visits-column-received-by = من استقبل
visits-column-reference = الرقم المرجعي
visits-column-marks = حالة السجل
visits-late = تسجيل متأخر
visits-corrected = مصحَّح
visits-is-correction = تصحيح لسجل سابق
visits-duration-minutes = { PLURAL($n) ->
    [zero] أقل من دقيقة
    [one] دقيقة واحدة
    [two] دقيقتان
    [few] { NUM($n) } دقائق
    [many] { NUM($n) } دقيقة
   *[other] { NUM($n) } دقيقة
}
visits-empty = لم يصل سجل من الفروع بعد. تظهر السجلات هنا بعد مزامنة الأجهزة.
visits-empty-filtered = لا سجل يوافق هذه التصفية.

## التقييمات
ratings-title = التقييمات
ratings-purpose = تقييم جودة الخدمة حقّ من حقوق المستفيد، وهو أداة للتقويم والتطوير، لا للعقاب والتشهير.
ratings-by-branch = بحسب الفرع
ratings-others = أخرى غير معروفة هنا
ratings-by-service = بحسب الخدمة
ratings-by-channel = بحسب القناة
ratings-of-service = جودة الخدمة
ratings-of-provider = أداء مقدّم الخدمة
ratings-count = العدد
ratings-column-name = الاسم
ratings-percent = { NUM($percent, style: "percent") }
ratings-hidden = { PLURAL($least) ->
    [one] عدد التقييمات أقل من واحد، فلا تُعرض نسبها
    [two] عدد التقييمات أقل من اثنين، فلا تُعرض نسبها
    [few] عدد التقييمات أقل من { NUM($least) }، فلا تُعرض نسبها
    [many] عدد التقييمات أقل من { NUM($least) }، فلا تُعرض نسبها
   *[other] عدد التقييمات أقل من { NUM($least) }، فلا تُعرض نسبها
}
ratings-hidden-for-another = لا تُعرض نسبها، حتى لا تُستنتج منها نسب مجموعة أصغر
ratings-why-hidden = لا تُعرض نسب المجموعات الصغيرة، حتى لا يدل التقييم على صاحبه أو على موظف بعينه.
ratings-in-list-order = الترتيب بحسب قائمة الجمعية، لا بحسب الدرجة.
ratings-number = { NUM($n) }
ratings-answered = { PLURAL($n) ->
    [one] أجاب عن هذا شخص واحد.
    [two] أجاب عن هذا شخصان.
    [few] أجاب عن هذا { NUM($n) } أشخاص.
    [many] أجاب عن هذا { NUM($n) } شخصًا.
   *[other] أجاب عن هذا { NUM($n) } شخص.
}
ratings-other-score = درجات أخرى
ratings-not-asked = لم يُسأل عنه
ratings-empty = لم يصل تقييم بعد. تصل التقييمات مجمّعة بعد مدة من تقديمها.

## الأجهزة
devices-title = الأجهزة
devices-caption = أجهزة الفروع وما أبلغت به في آخر مزامنة
devices-column-branch = الفرع
devices-column-device = الجهاز
devices-column-last-exchange = آخر مزامنة
devices-column-waiting = ينتظر على الجهاز
devices-column-held = موقوف للمراجعة
devices-column-state = الحالة
devices-waiting-note = كما أبلغ الجهاز في آخر مزامنة
devices-waiting-unknown = لم يُبلغ بعد
devices-never = لم تحدث مزامنة بعد
devices-held-reason = { $reason }: { NUM($n) }
devices-column-enrolled = تاريخ الربط
devices-clock-is-ahead = ساعة الجهاز متقدمة: { $span }
devices-clock-is-behind = ساعة الجهاز متأخرة: { $span }
devices-state-active = يعمل
devices-state-silent = لم تحدث مزامنة منذ أكثر من يوم
devices-state-revoked = أُلغي ربط الجهاز
devices-state-unconfirmed = أحدث من النسخة الاحتياطية المستعادة. سجلاته تصل، وتأتيه ملفات المستفيدين بعد تأكيده من سطر الأوامر على الخادم.
devices-state-forked = ظهرت نسختان من هذا الجهاز. صارت له هوية جديدة، ولم يضع سجل.
devices-state-set-aside = { PLURAL($n) ->
    [one] نُحّي عنصر واحد على الجهاز. اطّلعوا عليه هناك.
    [two] نُحّي عنصران على الجهاز. اطّلعوا عليهما هناك.
    [few] نُحّيت { NUM($n) } عناصر على الجهاز. اطّلعوا عليها هناك.
    [many] نُحّي { NUM($n) } عنصرًا على الجهاز. اطّلعوا عليها هناك.
   *[other] نُحّي { NUM($n) } عنصر على الجهاز. اطّلعوا عليها هناك.
}
devices-empty = لم يُربط جهاز بعد. يُنشأ رمز الربط من سطر الأوامر على خادم المقر الرئيسي.

## صفحات الأخطاء
error-page-title = تعذّر عرض الصفحة
error-not-found = لا توجد صفحة بهذا العنوان.
error-not-allowed = ليست هذه الصفحة من صلاحيات حسابكم.
error-bad-request = في العنوان أو في النموذج خطأ. ارجعوا وحاولوا مرة أخرى.
error-unknown-language = لا تُعرض هذه الصفحات بهذه اللغة. اختاروا العربية أو الإنجليزية.
error-no-page-number = رقم الصفحة في العنوان ليس رقمًا. ارجعوا وحاولوا مرة أخرى.
error-long-filter = في العنوان تصفية أطول من المسموح. اختاروا التصفية من القائمة.
error-too-large = النص المرسل أطول من المسموح. ارجعوا واختصروه، ثم حاولوا مرة أخرى.
error-cross-site = أُرسل هذا النموذج من موقع آخر، فلم يُقبل. افتحوا الصفحة من جديد وحاولوا مرة أخرى.
error-full = قرص الخادم ممتلئ، فلا يُحفظ شيء جديد. أبلغوا مدير النظام ليُفرغ مساحة على القرص. ما حُفظ من قبل سليم.
error-busy = الخادم مشغول الآن. حاولوا بعد قليل.
error-internal = حدث خطأ في الخادم، وسُجّلت تفاصيله. حاولوا مرة أخرى، وإن تكرر فأبلغوا مدير النظام.
error-to-start = العودة إلى سجلات التواصل

## السجلات الموقوفة للمراجعة
held-title = السجلات الموقوفة للمراجعة
held-caption = سجلات وصلت ولا تُحتسب حتى يُبتّ فيها
held-purpose = لا يضيع شيء. ينتظر كل سجل هنا حتى يُقبل أو يُستبعد، وذلك من سطر الأوامر على خادم المقر الرئيسي، وهناك يُعرض مضمونه أيضًا.
held-empty = لا سجلات موقوفة للمراجعة.
held-column-name = الاسم
held-column-written = كُتب
held-written-note = بحسب ساعة الجهاز
held-column-reason = السبب
held-column-accepting = إن قُبل
held-accept-as-it-is = يُحتسب كما هو
held-accept-under-new-id = يُحتسب برقم جديد
held-accept-not = لا يُقبل. قد يصل ما ينقصه، وإلا فيُستبعد.

## أوقات الانتظار
nav-waits = الانتظار
waits-title = أوقات الانتظار
waits-caption = أوقات الانتظار بحسب اليوم والفرع
waits-explain = المدة من أخذ رقم الانتظار إلى أول نداء، في آخر أسبوعين، بحسب ما وصل من الأجهزة. ولا يظهر فيها اسم مراجع ولا موظف.
waits-empty = لم يأخذ أحد رقم انتظار في آخر أسبوعين.
waits-count = { PLURAL($n) ->
    [one] رقم واحد
    [two] رقمان
    [few] { NUM($n) } أرقام
    [many] { NUM($n) } رقمًا
   *[other] { NUM($n) } رقم
}
waits-column-day = اليوم
waits-column-branch = الفرع والجهاز
waits-column-given = الأرقام
waits-column-median = الوسيط
waits-median-note = انتظر نصفهم هذه المدة أو أقل
waits-column-ninetieth = تسعة من عشرة
waits-ninetieth-note = انتظر تسعة من كل عشرة هذه المدة أو أقل
waits-column-never = لم يُنادَ عليهم
waits-never-note = لم يصل لهم نداء
waits-today = قد ينتظر بعضهم الآن
waits-minutes = { PLURAL($n) ->
    [zero] أقل من دقيقة
    [one] دقيقة واحدة
    [two] دقيقتان
    [few] { NUM($n) } دقائق
    [many] { NUM($n) } دقيقة
   *[other] { NUM($n) } دقيقة
}
