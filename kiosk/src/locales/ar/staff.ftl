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
pin-wrong = الرمز غير صحيح. حاولوا مرة أخرى.
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
staff-title = وضع الموظفين
staff-sign-in = دخول الموظفين
staff-sign-out = خروج
staff-today = زيارات اليوم
staff-register = تسجيل زيارة أو تواصل
staff-device = حالة الجهاز
staff-locked-pin = رمزكم لا يفتح القراءة على هذا الجهاز: أُدخلت رموز خاطئة كثيرة، أو اختير الرمز والقراءة مقفلة. ما تسجّلونه يُحفظ ويُرسل. نرجو أن تطلبوا من المقر الرئيسي فتح الجهاز.
staff-locked-share = يعود عرض السجلات والبحث عن المستفيدين بعد الاتصال التالي بالمقر الرئيسي؛ سجّلوا الدخول حينها من جديد. ما تسجّلونه يُحفظ حتى يُرسل.
staff-locked-clock = تاريخ هذا الجهاز غير صحيح، ولذلك أُقفلت القراءة. اضبطوا التاريخ أو اتصلوا بالمقر الرئيسي، ثم سجّلوا الدخول من جديد. ما تسجّلونه يُحفظ ويُرسل.
staff-locked-revoked = أوقف المقر الرئيسي هذا الجهاز، وأُتلف ما كان يفتح السجلات عليه. ما تسجّلونه يبقى مختومًا على الجهاز. نرجو سؤال المقر الرئيسي عمّا يلزم.
staff-locked-write-only = هذا الجهاز لا يفتح السجلات: ما يُدخله الزوار يُختم للمقر الرئيسي وحده.

## زيارات اليوم
today-time = الوقت
today-person = الصفة
today-channel = القناة
today-direction = الاتجاه
today-services = الخدمات
today-state = الحالة
today-action = إجراء
today-correct = تصحيح
today-empty = لم تُسجّل زيارة اليوم بعد
today-corrected = مصحَّحة
today-is-correction = تصحيح
today-late = تسجيل متأخر
today-known-person = عُرّف برقم
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
register-at = وقت التواصل
register-end-time = وقت الانتهاء
register-at-now = الآن
register-late = تسجيل متأخر
register-late-hint = للتواصل الذي حدث قبل الآن: أدخلوا تاريخه ووقته كما في السجل الورقي
register-day = اليوم
register-month = الشهر
register-year = السنة
register-hour = الساعة
register-minute = الدقيقة
register-save = حفظ التسجيل
register-saved = سُجّل التواصل
register-another = تسجيل آخر
register-needs-party = اختاروا صفة صاحب التواصل
register-needs-channel = اختاروا قناة التواصل
register-needs-service = اختاروا خدمة واحدة على الأقل
register-wrong-date = التاريخ أو الوقت غير صحيح
register-future-date = الوقت المدخل لم يأتِ بعد
register-doubtful-national-id = رقم الهوية أو الإقامة يبدو غير صحيح، وسيُحفظ كما هو
register-doubtful-mobile = رقم الجوال يبدو غير صحيح، وسيُحفظ كما هو
register-point-zero = الإحداثيات 0، 0 في البحر: انسخوها من الخريطة مرة أخرى، أو اتركوها
register-point-exchanged = يبدو أن الرقمين معكوسان: خط العرض أولًا، ثم خط الطول
register-point-abroad = الموقع خارج المملكة: راجعوا الإحداثيات
register-long-ago = التاريخ قبل سنة 2000: راجعوا السنة
register-too-long = { PLURAL($max) ->
    [one] النص أطول من حرف واحد
    [two] النص أطول من حرفين
    [few] النص أطول من { NUM($max) } أحرف
    [many] النص أطول من { NUM($max) } حرفًا
   *[other] النص أطول من { NUM($max) } حرف
}
register-discard-title = ترك ما لم يُحفظ؟
register-discard-body = ما أدخلتموه لم يُسجَّل بعد. يمكنكم حفظه مسودةً وإكماله لاحقًا.
register-keep = حفظ مسودة وخروج
register-discard = مسح وخروج
register-stay = البقاء هنا

## تصحيح زيارة
correct-title = تصحيح زيارة
correct-explain = يبقى السجل الأصلي كما هو، ويُسجّل التصحيح بعده.
correct-original = السجل الأصلي
correct-correction = التصحيح
correct-save = حفظ التصحيح
correct-saved = سُجّل التصحيح
correct-nothing-changed = لم يتغير شيء بعد
correct-choose = اختاروا الزيارة التي تحتاج إلى تصحيح
correct-superseded = لهذا السجل تصحيح لاحق
correct-at = سُجّل في { $when }

## حالة الجهاز
device-title = حالة الجهاز
device-branch = الفرع
device-name = الجهاز
device-saved = محفوظة على هذا الجهاز
device-received = وصلت إلى المقر الرئيسي
device-waiting = تنتظر الإرسال
device-waiting-hour = تقييمات تُرسل لاحقًا
device-waiting-hour-hint = تُجمع التقييمات وتُرسل معًا حتى لا يدل وقتها على صاحبها
device-quarantined = موقوفة للمراجعة
device-quarantine-title = السجلات الموقوفة للمراجعة
device-quarantine-row = { $reason }: { NUM($n) }
device-quarantine-hint = السجل محفوظ، ويظهر في المقر الرئيسي للمراجعة
device-set-aside = مُنحّاة
device-set-aside-title = ما نُحّي على هذا الجهاز
device-set-aside-hint = هو محفوظ على هذا الجهاز، فأبلغوا المسؤول عنه
device-people-wait-title = هذا الجهاز ينتظر تأكيد المقر الرئيسي
device-people-wait-hint = تصل السجلات إلى المقر الرئيسي كالمعتاد، وتأتي ملفات المستفيدين حين يؤكد المقر هذا الجهاز
device-last-exchange = آخر تبادل
device-server = عنوان المقر الرئيسي
device-version = إصدار البرنامج
device-clock = فرق الساعة عن المقر الرئيسي
device-clock-right = لا فرق يُذكر
device-not-enrolled = هذا الجهاز غير مربوط بالمقر الرئيسي
device-sample-data = بيانات تجريبية

## المزامنة والشبكة
sync-waiting = { PLURAL($n) ->
    [zero] لا سجلات تنتظر الإرسال
    [one] سجل واحد ينتظر الإرسال
    [two] سجلان ينتظران الإرسال
    [few] { NUM($n) } سجلات تنتظر الإرسال
    [many] { NUM($n) } سجلًا ينتظر الإرسال
   *[other] { NUM($n) } سجل ينتظر الإرسال
}
sync-waiting-hour = { PLURAL($n) ->
    [zero] لا تقييمات مؤجلة
    [one] تقييم واحد يُرسل لاحقًا
    [two] تقييمان يُرسلان لاحقًا
    [few] { NUM($n) } تقييمات تُرسل لاحقًا
    [many] { NUM($n) } تقييمًا يُرسل لاحقًا
   *[other] { NUM($n) } تقييم يُرسل لاحقًا
}
sync-quarantined = { PLURAL($n) ->
    [zero] لا سجلات موقوفة للمراجعة
    [one] سجل واحد موقوف للمراجعة
    [two] سجلان موقوفان للمراجعة
    [few] { NUM($n) } سجلات موقوفة للمراجعة
    [many] { NUM($n) } سجلًا موقوفًا للمراجعة
   *[other] { NUM($n) } سجل موقوف للمراجعة
}
sync-sent = { PLURAL($n) ->
    [zero] لا جديد يُرسل
    [one] وصل سجل واحد إلى المقر الرئيسي
    [two] وصل سجلان إلى المقر الرئيسي
    [few] وصلت { NUM($n) } سجلات إلى المقر الرئيسي
    [many] وصل { NUM($n) } سجلًا إلى المقر الرئيسي
   *[other] وصل { NUM($n) } سجل إلى المقر الرئيسي
}
sync-now = المزامنة الآن
sync-running = جارٍ التبادل مع المقر الرئيسي…
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
sync-last = آخر تبادل مع المقر الرئيسي: { $when }
sync-never = لم يحدث تبادل مع المقر الرئيسي بعد
sync-revoked = أوقف المقر الرئيسي هذا الجهاز. سجلاتكم محفوظة؛ تواصلوا مع المقر الرئيسي لربطه من جديد.
sync-unknown-device = لا يعرف المقر الرئيسي هذا الجهاز. سجلاتكم محفوظة؛ تواصلوا مع المقر الرئيسي لربطه من جديد.
sync-forked = في المقر الرئيسي نسخة أخرى من هذا الجهاز. تُرسل السجلات من جديد بالمعرّفات نفسها.
sync-server-newer = برنامج المقر الرئيسي أحدث من برنامج هذا الجهاز. حدّثوا البرنامج ثم أعيدوا المزامنة.
sync-server-older = برنامج المقر الرئيسي أقدم من برنامج هذا الجهاز. سجلاتكم محفوظة إلى أن يُحدَّث.
sync-refused = لم يقبل المقر الرئيسي بعض السجلات. هي محفوظة على هذا الجهاز؛ تواصلوا مع المقر الرئيسي.
# (وعد)
network-none = لا يوجد اتصال بالشبكة. تابعوا عملكم، فما تسجّلونه محفوظ على هذا الجهاز.
network-online = متصل
network-offline = غير متصل

## Sections of the form
register-section-contact = التواصل
register-section-person = الشخص
register-section-words = التفاصيل
register-section-time = الوقت

## Sync between versions
sync-version = إصدار البرنامج على هذا الجهاز لا يوافق إصداره في المقر الرئيسي. سجلاتكم محفوظة، فأبلغوا المقر الرئيسي.
