### العمل الميداني: اختيار الاسم عند الدخول، الصفحة الأولى، المسودات، المندوبون على هذا الجهاز.

## الدخول بالاسم
sign-in-title = من يعمل الآن؟
sign-in-hint = اختاروا الاسم، ثم أدخلوا الرمز السري
sign-in-staff = موظفو الفرع
sign-in-staff-about = بالرمز السري للجهاز

## الصفحة الأولى
field-title = العمل الميداني
field-saved = ما حُفظ على هذا الجهاز
field-received = ما وصل إلى المقر الرئيسي
field-waiting = ما ينتظر الإرسال
field-planned = للزيارة اليوم: اختاروا الشخص لتسجيل زيارته
field-planned-none = لا زيارات مجدولة لليوم
field-overdue = متأخرة
field-registered-today = سُجّل اليوم
field-register-about = زيارة أو اتصال أو خطاب
field-drafts-count = { PLURAL($n) ->
    [zero] لا مسودات
    [one] مسودة واحدة
    [two] مسودتان
    [few] { NUM($n) } مسودات
    [many] { NUM($n) } مسودة
   *[other] { NUM($n) } مسودة
}

## المسودات
drafts-title = المسودات
drafts-hint = اختاروا المسودة لإكمالها. لا يرى مسوداتكم غيركم على هذا الجهاز، إلا ما تُرك لموظفي الفرع.
drafts-empty = لا مسودات. ما تبدؤون تسجيله يُحفظ هنا تلقائيًا حتى يكتمل.
drafts-when = آخر حفظ
drafts-person = الشخص
drafts-nobody = دون اسم أو رقم
drafts-unreadable = كُتبت هذه المسودة بإصدار أحدث من البرنامج. هي محفوظة، ولا تُفتح بهذا الإصدار.
drafts-closed = لم يعد فتح هذه المسودة ممكنًا، فقد أُدخلت رموز سرية خاطئة كثيرة. لا يمكن إلا حذفها.
drafts-delete = حذف
drafts-delete-title = حذف المسودة؟
drafts-delete-body = ما أُدخل فيها لم يُسجَّل، ولا يمكن استرجاعه بعد الحذف.
drafts-keep = إبقاء المسودة
drafts-delete-confirm = حذف المسودة

## المندوبون على هذا الجهاز
representatives-title = المندوبون على هذا الجهاز
representatives-body = لكل مندوب رمز سري خاص به يعمل دون شبكة، ومسودات لا يفتحها إلا هذا الرمز السري.
representatives-none = لا مندوب على هذا الجهاز بعد
representatives-add = إضافة مندوب: اختيار الاسم، ثم كتابة رمز الإذن، ثم إدخال الرمز السري مرتين
representatives-no-more = أُضيف كل الموظفين المسجّلين لدى المقر الرئيسي
representatives-new-pin = رمز سري جديد
representatives-remove = إزالة
representatives-remove-title = إزالة { $name } من هذا الجهاز؟
representatives-remove-body = لن يعمل رمزه السري على هذا الجهاز. سجلاته باقية. أما مسوداته التي لم تكتمل فتُحذف، لأن رمزه السري هو الذي يفتحها. إن لزمت فليُكملها قبل الإزالة.
representatives-reset-title = رمز سري جديد للمندوب { $name }؟
representatives-reset-body = تُحذف مسوداته التي لم تكتمل، لأن رمزه السري الحالي هو الذي يفتحها. إن كان لا يزال يعرفه فليدخل به ويختر رمزًا سريًا جديدًا من صفحة «حالة الجهاز»، فتبقى مسوداته.
representatives-reset = اختيار رمز سري جديد
representatives-own-pin = رمزي السري
representatives-pin-stays = بقي رمزكم السري كما هو، لأنه لا يُغيَّر إلا إذا كان يفتح مسوداتكم. اتصلوا بالمقر الرئيسي أو اضبطوا تاريخ الجهاز، ثم سجّلوا الدخول من جديد. وإن لم يفتحها بعد ذلك، فاطلبوا رمزًا سريًا جديدًا ممن يعرف الرمز السري للجهاز.
representatives-pin = اختاروا رمزًا سريًا من 4 إلى 8 أرقام، لا يعرفه غيركم
representatives-code-title = رمز الإذن
representatives-code = الرمز الذي أعطاه المقر الرئيسي مع الإذن
representatives-code-wrong = هذا ليس رمز إذن. راجعوه حرفًا حرفًا، أو اطلبوا رمزًا جديدًا من المقر الرئيسي.
representatives-no-pass = لم يُحفظ الرمز السري: لا إذن بهذا الرمز على هذا الجهاز. نفّذوا المزامنة ثم أعيدوا المحاولة، وإن لم يُقبل فاطلبوا إذنًا جديدًا من المقر الرئيسي.
representatives-pin-repeat = أدخلوا الرمز السري نفسه مرة أخرى

## أجزاء النموذج الأخرى
register-section-papers = الهوية والعنوان
register-section-visit = المكان والتقرير
register-section-outcome = النتيجة
register-capacity = صلته بالشخص (مثل: ابن، وكيل)
register-proof = ما يثبت ذلك (مثل: وكالة)
register-place = مكان التواصل
register-place-hint = العنوان الوطني مثل { $example }، أو وصف المكان، أو إحداثيات الخريطة
register-place-point = نقطة على الخريطة: { $point }
register-report = تقرير الزيارة المنزلية
register-led-to = ماذا نتج عن التواصل؟
register-referral-reason = سبب الإحالة
register-asks-for-woman = طُلبت الخدمة من موظفة
register-end-before-start = وقت الانتهاء قبل وقت البدء. راجعوهما.
field-show-visitors = عرض للمراجع
register-before = السابق
register-next = التالي: { $section }
register-another = تسجيل شخص آخر بالخدمات نفسها
register-planned = الزيارة المجدولة: { $person }
register-part-what = الطلب
register-part-who = الشخص
register-part-words = ما قيل
register-part-outcome = المكان والنتيجة
register-part-time = الوقت والتوقيع
register-section-signature = التوقيع
register-sign-about = يوقّع الشخص، أو من ينوب عنه، على ما كُتب هنا. التوقيع اختياري.
register-sign-again = لا ينتقل توقيع السجل الأصلي إلى التصحيح.
register-sign-lost = تغيّرت بيانات بعد التوقيع، فمُسح التوقيع.
register-sign-full = امتلأت لوحة التوقيع. امسحوها ووقّعوا من جديد.
register-signed = تم التوقيع
register-follows = سُجّل التواصل. أدخلوا بيانات الشخص التالي.
