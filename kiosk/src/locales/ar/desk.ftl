### الجهاز كما يراه من يعمل عليه: إعداداته، وما يعوق عمله.

error-settings = في ملف إعدادات هذا الجهاز خطأ في السطر { NUM($line) }. يُصحَّح من الإعدادات أو في الملف نفسه.

## حين لا يمكن أن يبدأ البرنامج. لكل عطل رقم ثابت يشرحه دليل المسؤول.
out-of-order-title = هذا الجهاز لا يعمل الآن
out-of-order-body = نعتذر لكم. نرجو التوجه إلى أحد موظفينا.
out-of-order-staff = للموظفين: العطل رقم { NUM($n) }. { $what } يعاود البرنامج المحاولة تلقائيًا.
start-fault-settings = لا يمكن قراءة ملف إعدادات الجهاز.
start-fault-disk = القرص ممتلئ، أو لا تمكن القراءة منه أو الكتابة عليه.
start-fault-damaged = بيانات الجهاز تالفة أو ناقصة. لا تحذفوا منها شيئًا، وأبلغوا المقر الرئيسي.
start-fault-version = إصدار البرنامج لا يوافق بيانات الجهاز. حدّثوا البرنامج.
start-fault-in-use = برنامج آخر يستخدم بيانات الجهاز. أغلقوه.
start-fault-other = التفاصيل في سجل البرنامج.

## إعدادات الجهاز
settings-title = إعدادات الجهاز
settings-save = حفظ الإعدادات
settings-saved = حُفظت الإعدادات
settings-not-saved = لم تُحفظ الإعدادات. تأكدوا من وجود مساحة كافية في الجهاز، ثم حاولوا مرة أخرى.
settings-no-path = اكتبوا مسار الطابعة أو الملف أولًا
settings-screen = مقاس الشاشة
settings-screen-hint = ضعوا بطاقة بنكية على الإطار، وكبّروه أو صغّروه حتى يطابقها.
settings-card = إطار بمقاس بطاقة بنكية
settings-inches = { $n } بوصة
settings-much-smaller = أصغر كثيرًا
settings-little-smaller = أصغر قليلًا
settings-little-larger = أكبر قليلًا
settings-much-larger = أكبر كثيرًا
settings-visitors = إعدادات البداية
settings-language = اللغة
settings-theme = المظهر
settings-light = فاتح
settings-dark = داكن
settings-contrast = التباين
settings-text = الخط
settings-words = أسلوب العبارات
settings-usual = معتاد
settings-high = عالٍ
settings-large = كبير
settings-simple = مبسّط
settings-visitor-time = المهلة قبل سؤال المراجع: هل يحتاج إلى وقت؟
settings-seconds = { PLURAL($n) ->
    [one] ثانية واحدة
    [two] ثانيتان
    [few] { NUM($n) } ثوانٍ
    [many] { NUM($n) } ثانية
   *[other] { NUM($n) } ثانية
}
settings-less-time = مهلة أقصر
settings-more-time = مهلة أطول
settings-reach = ارتفاع حافة الشاشة السفلى عن الأرض
settings-reach-unknown = غير محدد
settings-centimetres = { NUM($n) } سم
settings-lower = أقل ارتفاعًا
settings-higher = أكثر ارتفاعًا
settings-yes = نعم
settings-no = لا
settings-queue = الأرقام والنداء
settings-tickets = هل يُعطى المراجعون أرقامًا؟
settings-digit = الرقم الذي تبدأ به أرقام هذا الجهاز
settings-digit-alone = هذا الجهاز وحده يعطي أرقامًا في الفرع
settings-digit-less = الرقم السابق
settings-digit-more = الرقم التالي
settings-print-ticket = هل يُطبع الرقم تلقائيًا؟
settings-without-pin = المهلة لنداء التالي دون الرمز السري
settings-board = هل تُعرض شاشة النداء على هذا الجهاز؟
settings-desk = اسم المكتب الذي يُنادى المراجعون إليه
settings-desk-hint = مثل: مكتب 2 (اختياري)
settings-rating = التقييم عند الخروج
settings-exit = هل يقتصر هذا الجهاز على التقييم عند الخروج؟
settings-rated = ما الذي يقيّمه المراجعون؟
settings-rated-overall = الخدمة عمومًا
settings-plays = أكثر ما يُحتسب من التقييمات في الدقيقة
settings-fewer = عدد أقل
settings-more = عدد أكبر
settings-printer = الطابعة
settings-printer-kind = أين تُطبع الإيصالات؟
settings-printer-none = لا توجد طابعة
settings-printer-device = طابعة موصولة بالجهاز
settings-printer-file = ملف
settings-printer-path = مسار الطابعة أو الملف
settings-printer-path-hint = مثل { $example }
settings-paper = عرض الورق
settings-paper-wide = 80 مم
settings-paper-narrow = 58 مم
settings-cutting = بعد كل إيصال
settings-cut = قص الورق
settings-no-cut = دون قص
settings-test-page = طباعة تجريبية
settings-test-words = إذا ظهر هذا السطر والباركود واضحين فالطابعة جاهزة.

## الخروج من البرنامج
leave-program = إغلاق البرنامج
leave-title = هل تريدون إغلاق البرنامج؟
leave-body = لن يستطيع المراجعون استخدام هذا الجهاز حتى يُشغَّل البرنامج من جديد. السجلات محفوظة.
leave-stay = البقاء في البرنامج
leave-go = إغلاق البرنامج الآن
