### العمل الميداني: اختيار الاسم عند الدخول، الصفحة الأولى، المسودات، المندوبون على هذا الجهاز.

## الدخول بالاسم
sign-in-title = من يعمل الآن؟
sign-in-hint = اختاروا الاسم، ثم أدخلوا الرمز السري
sign-in-staff = موظفو الفرع
sign-in-staff-about = برمز الجهاز

## الصفحة الأولى
field-title = العمل الميداني
field-saved = محفوظة على هذا الجهاز
field-received = وصلت إلى المقر الرئيسي
field-waiting = تنتظر الإرسال
field-planned = للزيارة اليوم: اختاروا الشخص لتسجيل زيارته
field-planned-none = لا زيارات مخططة لليوم
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
drafts-hint = اختاروا المسودة لإكمالها. لا يراها غيركم على هذا الجهاز، إلا ما تُرك لموظفي الفرع.
drafts-empty = لا مسودات. ما تبدؤون تسجيله يُحفظ هنا تلقائيًا حتى يكتمل.
drafts-when = آخر حفظ
drafts-person = الشخص
drafts-nobody = دون اسم أو رقم
drafts-unreadable = مسودة من إصدار أحدث للبرنامج: محفوظة، ولا تُفتح بهذا الإصدار
drafts-closed = مسودة لم يعد شيء يفتحها: أُتلف ما يفتحها بعد إدخال رموز خاطئة. لا يمكن إلا حذفها
drafts-delete = حذف
drafts-delete-title = حذف المسودة؟
drafts-delete-body = ما أُدخل فيها لم يُسجَّل، ولا يمكن استرجاعه بعد الحذف.
drafts-keep = إبقاء المسودة
drafts-delete-confirm = حذف المسودة

## المندوبون على هذا الجهاز
representatives-title = المندوبون على هذا الجهاز
representatives-body = لكل مندوب رمز سري خاص به يعمل دون شبكة، ومسودات لا يفتحها إلا هذا الرمز.
representatives-none = لا مندوب على هذا الجهاز بعد
representatives-add = إضافة مندوب: يختار اسمه، ثم يُدخل رمزه مرتين
representatives-no-more = كل الموظفين المعرّفين في المقر الرئيسي مضافون
representatives-new-pin = رمز جديد
representatives-remove = إزالة
representatives-remove-title = إزالة { $name } من هذا الجهاز؟
representatives-remove-body = لن يعمل رمزه السري على هذا الجهاز. سجلاته باقية. أما مسوداته التي لم تكتمل فتُحذف، لأن رمزه وحده يفتحها: إن لزمت فليُكملها قبل الإزالة.
representatives-reset-title = رمز سري جديد للمندوب { $name }؟
representatives-reset-body = تُحذف مسوداته التي لم تكتمل، لأن رمزه الحالي وحده يفتحها. إن كان لا يزال يعرفه فليدخل به ويختر رمزًا جديدًا من صفحة «الجهاز»، فتبقى مسوداته.
representatives-reset = اختيار رمز جديد
representatives-own-pin = رمزي السري
representatives-pin-stays = بقي رمزكم السري كما هو: لا يُغيَّر إلا وهو يفتح مسوداتكم. اتصلوا بالمقر الرئيسي أو اضبطوا تاريخ الجهاز، ثم سجّلوا الدخول به من جديد. وإن لم يفتحها بعد ذلك، فاطلبوا رمزًا جديدًا ممن يعرف رمز الجهاز.
representatives-pin = اختاروا رمزًا سريًا من 4 إلى 8 أرقام، لا يعرفه غيركم
representatives-pin-repeat = أدخلوا الرمز نفسه مرة أخرى

## أجزاء النموذج الأخرى
register-section-papers = الهوية والعنوان
register-section-visit = المكان والتقرير
register-section-outcome = النتيجة
register-capacity = صفة من ينوب عنه
register-proof = ما يثبت النيابة
register-place = مكان التواصل
register-place-hint = العنوان الوطني مثل { $example }، أو وصف المكان، أو إحداثيات الخريطة
register-place-point = نقطة على الخريطة: { $point }
register-report = تقرير الزيارة المنزلية
register-led-to = إلامَ أفضى التواصل؟
register-referral-reason = سبب الإحالة
register-asks-for-woman = طُلب أن تقدّم الخدمة موظفة
register-end-before-start = وقت الانتهاء قبل وقت البدء
register-save-next = حفظ والتالي
register-section-signature = التوقيع
register-sign-about = يوقّع صاحب التواصل، أو من ينوب عنه، على ما دُوّن هنا. التوقيع اختياري.
register-sign-again = لا ينتقل توقيع السجل الأصلي إلى التصحيح.
register-sign-lost = تغيّرت بيانات بعد التوقيع، فمُسح التوقيع.
register-sign-full = امتلأت لوحة التوقيع
register-signed = تم التوقيع
register-follows = سُجّل التواصل. أدخلوا بيانات الشخص التالي.
