### دليل الخدمات وأدوات الموظف وأوقات العمل. ما فيه من نصوص الخدمات والأسئلة يأتي من فهرس الجمعية.

guide-title = دليل الخدمات
    .simple = اعرفوا خدماتنا
guide-hint = اختاروا ما تودّون معرفته، أو ابحثوا عنه
    .simple = المسوا ما تريدون معرفته
guide-services = الخدمات
guide-services-hint = ما نقدّمه، ولمن، والمستندات المطلوبة له
    .simple = ما نقدّمه لكم
guide-questions-hint = أسئلة تتكرر وإجاباتها
    .simple = أسئلة وأجوبة
guide-right-or-wrong-hint = عبارات شائعة عن خدماتنا: أيها صحيح؟
    .simple = خمّنوا ثم اعرفوا الجواب
guide-you-said-we-did-hint = ما تغيّر بفضل آرائكم ومقترحاتكم
    .simple = ما غيّرناه لأنكم طلبتموه
guide-empty = لم يُنشر شيء هنا بعد
guide-gone = هذه الصفحة لم تعد متاحة

## صفحة خدمة أو سؤال
guide-who = لمن هذه الخدمة
    .simple = لمن؟
guide-details = التفاصيل
guide-ask = طلب هذه الخدمة
guide-since = منذ { $date }
guide-approved = اعتمد هذا النص: { $who }

## صح أم خطأ؟
guide-notion-question = ما رأيكم: أصحيحة هذه العبارة أم خاطئة؟
    .simple = صح أم خطأ؟
guide-right = صح
guide-wrong = خطأ
guide-known-right = أحسنتم، العبارة صحيحة
guide-known-wrong = أحسنتم، العبارة خاطئة
guide-is-right = بل العبارة صحيحة، وكثيرون يظنونها خاطئة
    .simple = العبارة صحيحة
guide-is-wrong = بل العبارة خاطئة، وهذا ظن شائع
    .simple = العبارة خاطئة
guide-notion-next = عبارة أخرى

## قلتم ففعلنا
guide-you-said = قلتم
guide-we-did = ففعلنا

## البحث
guide-search-title = البحث في الدليل
guide-search-open = البحث في الدليل
guide-search-begin = اكتبوا كلمة أو أول حروفها، مثل: دعم، سكن، موعد
    .simple = اكتبوا كلمة
guide-search-nothing = لم نجد شيئًا. جرّبوا كلمة أقصر، أو اسألوا أحد موظفينا.
    .simple = لم نجد شيئًا. اكتبوا كلمة أقصر.
guide-search-found = { PLURAL($n) ->
    [one] وجدنا نتيجة واحدة
    [two] وجدنا نتيجتين
    [few] وجدنا { NUM($n) } نتائج
    [many] وجدنا { NUM($n) } نتيجة
   *[other] وجدنا { NUM($n) } نتيجة
}
guide-kind-service = خدمة
guide-kind-question = سؤال
guide-kind-notion = صح أم خطأ؟
guide-kind-improvement = قلتم ففعلنا
guide-kind-tool = أداة
guide-kind-tool-page = صفحة

## أدوات الموظف
guide-tools = أدوات الموظف
guide-tools-hint = تعمل دون شبكة، ويمكن عرض صفحة منها للمراجع
guide-pages = الصفحات
guide-next-page = الصفحة التالية
guide-show = عرض للمراجع
guide-print = طباعة هذه الصفحة

## أوقات العمل
hours-open-until = مفتوح الآن حتى الساعة { $time }
hours-open = مفتوح الآن
hours-opens-today = مغلق الآن، ونستقبلكم اليوم من الساعة { $time }
hours-opens-tomorrow = مغلق الآن، ونستقبلكم غدًا من الساعة { $time }
hours-opens-on = مغلق الآن، ونستقبلكم يوم { $date } من الساعة { $time }
hours-closed = مغلق الآن
