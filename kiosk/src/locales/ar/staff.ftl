### وضع الموظفين: الدخول، زيارات اليوم، التسجيل والتصحيح، حالة الجهاز، المزامنة.

## الدخول
pin-title = دخول الموظفين
pin-prompt = أدخلوا الرمز السري
pin-entered = { PLURAL($n) ->
    [zero] لم يُدخل رقم بعد
    [one] أُدخل رقم واحد
    [two] أُدخل رقمان
    [few] أُدخلت { NUM($n) } أرقام
    [many] أُدخل { NUM($n) } رقمًا
   *[other] أُدخل { NUM($n) } رقم
}
pin-wrong = الرمز السري غير صحيح. حاولوا مرة أخرى.
pin-wait-seconds = { PLURAL($n) ->
    [one] محاولات كثيرة. حاولوا بعد ثانية واحدة.
    [two] محاولات كثيرة. حاولوا بعد ثانيتين.
    [few] محاولات كثيرة. حاولوا بعد { NUM($n) } ثوانٍ.
    [many] محاولات كثيرة. حاولوا بعد { NUM($n) } ثانية.
   *[other] محاولات كثيرة. حاولوا بعد { NUM($n) } ثانية.
}
pin-wait-minutes = { PLURAL($n) ->
    [one] محاولات كثيرة. حاولوا بعد دقيقة واحدة.
    [two] محاولات كثيرة. حاولوا بعد دقيقتين.
    [few] محاولات كثيرة. حاولوا بعد { NUM($n) } دقائق.
    [many] محاولات كثيرة. حاولوا بعد { NUM($n) } دقيقة.
   *[other] محاولات كثيرة. حاولوا بعد { NUM($n) } دقيقة.
}
staff-sign-in = دخول الموظفين
staff-sign-out = خروج
staff-today = تواصل اليوم
staff-register = تسجيل زيارة أو تواصل
staff-device = حالة الجهاز
staff-locked-pin = رمزكم السري لا يفتح السجلات على هذا الجهاز، لأن رموزًا سرية خاطئة كثيرة أُدخلت، أو لأنه اختير والسجلات مقفلة. ما تسجّلونه يُحفظ ويُرسل. نرجو أن تطلبوا من المقر الرئيسي فتح الجهاز.
staff-locked-share = يعود عرض السجلات والبحث عن المستفيدين بعد المزامنة التالية مع المقر الرئيسي. سجّلوا الدخول حينها من جديد. ما تسجّلونه يُحفظ حتى يُرسل.
staff-locked-clock = تاريخ هذا الجهاز غير صحيح، ولذلك أُقفلت السجلات. اضبطوا التاريخ أو اتصلوا بالمقر الرئيسي، ثم سجّلوا الدخول من جديد. ما تسجّلونه يُحفظ ويُرسل.
staff-locked-revoked = ألغى المقر الرئيسي ربط هذا الجهاز، فلم تعد السجلات تُفتح عليه. ما تسجّلونه يبقى محفوظًا مشفّرًا على الجهاز. نرجو سؤال المقر الرئيسي عمّا يلزم.
staff-locked-write-only = هذا الجهاز لا يعرض السجلات. ما يُدخله المراجعون يُحفظ مشفّرًا، ولا يقرؤه إلا المقر الرئيسي.

## زيارات اليوم
today-time = الوقت
today-person = الصفة
today-channel = القناة
today-services = الخدمات
today-state = الحالة
today-empty = لم يُسجَّل تواصل اليوم بعد
today-contact = بانتظار تواصلنا
today-contact-hint = سجّلوا طلباتهم والفرع مغلق، ووعدناهم بالتواصل معهم. وبعد التواصل، سجّلوه من ملف الشخص، فيزول الاسم من القائمة.
today-corrected = مصحَّح
today-is-correction = تصحيح
today-late = تسجيل متأخر
today-known-person = بيانات دون اسم
today-no-number = دون رقم

## تسجيل زيارة أو تواصل
register-title = تسجيل زيارة أو تواصل
register-party = الصفة
register-services = الخدمات
register-national-id = رقم الهوية أو الإقامة
register-mobile = رقم الجوال
register-name = الاسم
register-group = الفئة
register-group-none = غير محددة
register-purpose = غرض التواصل
register-answers = الإجابات
register-note = ملاحظة
register-department = الإدارة
register-received-by = من استقبل المراجع
register-nobody = غير محدد
register-date = التاريخ
register-time = الوقت
register-end-time = وقت الانتهاء
register-at-now = الآن
register-late = تسجيل متأخر
register-late-hint = للتواصل الذي حدث قبل الآن: أدخلوا تاريخه ووقته كما هما في السجل الورقي
register-save = حفظ التسجيل
register-saved = سُجّل التواصل
register-needs-service = اختاروا خدمة واحدة على الأقل
register-wrong-date = التاريخ أو الوقت غير صحيح. راجعوا اليوم والشهر والسنة والساعة.
register-future-date = لم يحن هذا الوقت بعد. اكتبوا الوقت الحالي أو وقتًا قبله.
register-doubtful-national-id = يبدو أن رقم الهوية أو الإقامة غير صحيح. سيُحفظ كما هو.
register-doubtful-mobile = يبدو أن رقم الجوال غير صحيح. سيُحفظ كما هو.
register-point-zero = الإحداثيات 0، 0 في البحر. انسخوها من الخريطة مرة أخرى، أو اتركوها.
register-point-exchanged = يبدو أن الرقمين معكوسان: خط العرض أولًا، ثم خط الطول.
register-point-abroad = الموقع خارج المملكة. راجعوا الإحداثيات.
register-long-ago = التاريخ قبل سنة 2000. راجعوا السنة.
register-too-long = { PLURAL($max) ->
    [one] النص أطول من حرف واحد. اختصروه.
    [two] النص أطول من حرفين. اختصروه.
    [few] النص أطول من { NUM($max) } أحرف. اختصروه.
    [many] النص أطول من { NUM($max) } حرفًا. اختصروه.
   *[other] النص أطول من { NUM($max) } حرف. اختصروه.
}
register-discard-title = الخروج دون حفظ؟
register-discard-body = ما أدخلتموه لم يُسجَّل بعد. يمكنكم حفظه مسودةً وإكماله لاحقًا.
register-keep = حفظ مسودة وخروج
register-discard = مسح وخروج
register-stay = البقاء هنا

## تصحيح زيارة
correct-title = تصحيح سجل
correct-explain = يبقى السجل الأصلي كما هو، ويُسجّل التصحيح بعده.
correct-save = حفظ التصحيح
correct-saved = سُجّل التصحيح
correct-choose = لتصحيح سجل، اختاروه من القائمة
correct-at = سُجّل في { $when }

## حالة الجهاز
device-branch = الفرع
device-name = الجهاز
device-saved = ما حُفظ على هذا الجهاز
device-received = ما وصل إلى المقر الرئيسي
device-waiting = ما ينتظر الإرسال
device-waiting-hour = تقييمات تُرسل لاحقًا
device-waiting-hour-hint = تُجمع التقييمات وتُرسل معًا، فلا يدل وقتها على صاحبها
device-quarantined = ما أُوقف للمراجعة
device-quarantine-title = السجلات الموقوفة للمراجعة
device-quarantine-row = { $reason }: { NUM($n) }
device-quarantine-hint = السجل محفوظ، ويظهر في المقر الرئيسي للمراجعة
device-set-aside = ما نُحّي جانبًا
device-set-aside-title = ما نُحّي جانبًا على هذا الجهاز
device-set-aside-hint = ما زال محفوظًا على هذا الجهاز. أبلغوا المسؤول عن الجهاز.
device-people-wait-title = هذا الجهاز ينتظر تأكيد المقر الرئيسي
device-people-wait-hint = تصل السجلات إلى المقر الرئيسي كالمعتاد، وتأتي ملفات المستفيدين بعد أن يؤكد المقر الرئيسي هذا الجهاز
device-last-exchange = آخر مزامنة
device-server = عنوان المقر الرئيسي
device-version = إصدار البرنامج
device-plays = لمسات على الوجوه لم تُحتسب
device-plays-today = { PLURAL($n) ->
    [zero] لا شيء اليوم منذ تشغيل البرنامج
    [one] لمسة متتالية واحدة اليوم منذ تشغيل البرنامج
    [two] لمستان متتاليتان اليوم منذ تشغيل البرنامج
    [few] { NUM($n) } لمسات متتالية اليوم منذ تشغيل البرنامج
    [many] { NUM($n) } لمسة متتالية اليوم منذ تشغيل البرنامج
   *[other] { NUM($n) } لمسة متتالية اليوم منذ تشغيل البرنامج
}

## المزامنة والشبكة
sync-now = المزامنة الآن
sync-running = تجري المزامنة مع المقر الرئيسي…
sync-pulled = { PLURAL($all) ->
    [one] وصل { NUM($taken) } من أصل تغيير واحد
    [two] وصل { NUM($taken) } من أصل تغييرين
    [few] وصل { NUM($taken) } من أصل { NUM($all) } تغييرات
    [many] وصل { NUM($taken) } من أصل { NUM($all) } تغييرًا
   *[other] وصل { NUM($taken) } من أصل { NUM($all) } تغيير
}
sync-done = اكتملت المزامنة
# (وعد)
sync-failed = تعذّرت المزامنة، وسنعيد المحاولة تلقائيًا. سجلاتكم محفوظة على هذا الجهاز.
# (وعد)
sync-line = الاتصال بطيء أو ينقطع. نرسل ما ينتظر على أجزاء أصغر، ولا يضيع شيء.
sync-busy = المقر الرئيسي مشغول الآن، وسنعيد المحاولة تلقائيًا. سجلاتكم محفوظة على هذا الجهاز.
sync-never = لم تحدث مزامنة مع المقر الرئيسي بعد
sync-revoked = ألغى المقر الرئيسي ربط هذا الجهاز. سجلاتكم محفوظة. تواصلوا مع المقر الرئيسي لربطه من جديد.
sync-unknown-device = هذا الجهاز غير مسجّل لدى المقر الرئيسي. سجلاتكم محفوظة. تواصلوا مع المقر الرئيسي لربطه من جديد.
# (وعد)
network-none = لا يوجد اتصال بالشبكة. تابعوا عملكم، فما تسجّلونه محفوظ على هذا الجهاز.

## أجزاء النموذج
register-section-contact = التواصل
register-section-person = الشخص
register-section-words = التفاصيل
register-section-time = الوقت

## المزامنة بين إصدارين
sync-version = إصدار البرنامج على هذا الجهاز لا يوافق إصداره في المقر الرئيسي، فلا تتم المزامنة. سجلاتكم محفوظة. أبلغوا المقر الرئيسي.
