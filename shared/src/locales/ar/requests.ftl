# طلبات الدعم: حالاتها وخطواتها وما ينقصها (P-40 إلى P-47).

## حالات الطلب

request-state-receiving = قيد الاستقبال والمطابقة
request-state-referred = محال إلى مسؤول البحث الاجتماعي
request-state-ready = جاهز للرفع
request-state-submitted = لدى لجنة البحث
request-state-studied = دُرس، وبانتظار القرار
request-state-returned = معاد للاستكمال
request-state-postponed = مؤجل
request-state-accepted = قُبل، ولم يُبلَّغ المستفيد بعد
request-state-refused = لم يُقبل، ولم يُبلَّغ المستفيد بعد
request-state-answered = أُبلغ المستفيد بالرد
request-state-registered = اكتمل التسجيل
request-state-delivering = قيد التسليم
request-state-delivered = قُدّمت الخدمة
request-state-withdrawn = سُحب الطلب
request-state-closed = مغلق
request-state-needs-settling = يحتاج إلى تسوية

## الخطوات

request-step-received = استقبال الطلب
request-step-answered = الإجابة عن استفسار
request-step-given = تقديم بيان أو مستند
request-step-matched = مطابقة بيان أو مستند
request-step-not-valid = مستند غير صالح
request-step-referred = الإحالة إلى مسؤول البحث الاجتماعي
request-step-came = حضور المستفيد
request-step-explained = توضيح الجوانب التنظيمية
request-step-allowed = الإذن بمساعدة عاجلة
request-step-attested = الإقرار بصحة البيانات والتوقيع عليها
request-step-submitted = الرفع إلى لجنة البحث
request-step-numbered = ترقيم الطلب
request-step-studied = الدراسة والتوصية
request-step-decided = قرار عضو
request-step-answer-attempted = محاولة إبلاغ الرد
request-step-completed = استكمال المطلوب
request-step-registered = استكمال إجراءات التسجيل
request-step-prepared = تجهيز الصرف
request-step-approved = اعتماد الصرف
request-step-delivered = التسليم
request-step-returned = إعادة ما سُلّم
request-step-withdrawn = سحب الطلب
request-step-objected = التظلّم
request-step-objection-decided = البتّ في التظلّم
request-step-corrected = تصحيح خطوة
request-step-settled = تسوية

## ما ينقص

request-missing-paper = مستند: { $paper }
request-missing-one-of = أحد هذه المستندات: { $papers }
request-or = { " أو " }
request-missing-attestation = الإقرار والتوقيع
request-missing-explanation = توضيح الجوانب التنظيمية
request-missing-approval = اعتماد الصرف
request-missing-study = الدراسة
request-missing-decision = قرار عضو آخر
request-missing-registration = التسجيل
request-missing-answer = إبلاغ المستفيد بالرد

## ما يتعارض

request-settle-order = خطوة في غير موضعها
request-settle-apart = خطوتان سُجّلتا في مكانين، ولم تعلم إحداهما بالأخرى
request-settle-decision = قراران مختلفان
request-settle-delivery = سُلّم أكثر مما تقرر
request-settle-duty = شخص واحد قام بخطوتين لا تجتمعان
request-settle-settlement = تسويتان مختلفتان

## ما يقرره الأعضاء وما يوصى به

request-outcome-accept = قبول
request-outcome-part = قبول جزئي
request-outcome-refuse = عدم قبول
request-outcome-complete = إعادة للاستكمال
request-outcome-postpone = تأجيل
request-outcome-refer = مخاطبة جهة أخرى
request-outcome-uphold = القرار قائم
request-outcome-change = يُنظر فيه من جديد
request-outcome-return = إعادة للاستكمال

## كيف أُبلغ الرد

request-channel-interview = حضوريًّا
request-channel-phone-call = هاتفيًّا
request-channel-letter = بخطاب
request-channel-sms = برسالة نصية
request-channel-whatsapp = بواتساب
request-result-reached = أُبلغ
request-result-no-answer = لم يرد
request-result-wrong-number = الرقم غير صحيح
request-result-sent = أُرسلت

## الطلب وخطواته

request-title = طلب دعم
request-history = ما تم
request-next = الخطوة التالية
request-contradiction = يحتاج إلى تسوية
request-record = تسجيل
request-by-nobody = المستفيد بنفسه
request-flag-objected = تظلّم لم يُبتّ فيه
request-flag-objected-late = قُدّم التظلّم بعد مدته
request-flag-provisional = مساعدة عاجلة لم يصدر بها قرار
request-riyals = { $amount } ريال
request-valid-until = صالح حتى { $date }
request-issued-on = صدر في { $date }
request-original-seen = عُوين الأصل
request-on-file = من ملف الأسرة: طُوبق في طلب سابق
request-rule-original = يُعاين الأصل
request-rule-copy = تُحفظ صورة منه
request-rule-days = لا يمضي على إصداره أكثر من { $days ->
    [one] يوم واحد
    [two] يومين
    [few] { $days } أيام
    [many] { $days } يومًا
   *[other] { $days } يوم
}
request-row-code = رمز الطلب
request-row-number = رقم الطلب
request-row-asked = تاريخ الطلب
request-row-branch = الفرع
request-row-service = الخدمة
request-row-channel = قناة التواصل
request-row-on-file = مستندات محفوظة في الملف
request-row-registration = رقم التسجيل
request-row-told = موعد الرد كما أُبلغ
request-row-earliest = أقرب موعد للرد
request-row-latest = آخر موعد للرد
request-row-objection-until = التظلّم حتى
request-row-aid-this-year = ما صُرف للأسرة في { $year } هـ
request-row-outcome = القرار
request-row-delivered = ما سُلّم

## حقول خطوات الطلب

request-field-reason = السبب أو الملاحظة
request-field-paper = المستند
request-field-against = طُوبق مع
request-field-valid-until = صالح حتى
request-field-issued = تاريخ الإصدار
request-field-original = عُوين الأصل
request-field-told-date = الموعد الذي أُبلغ به المستفيد
request-field-recommendation = التوصية
request-field-session = الجلسة
request-field-agenda = جدول الأعمال
request-field-present = الحاضرون
request-field-absent = الغائبون
request-field-text = النص
request-field-outcome = القرار
request-field-amount = المبلغ بالريال
request-field-channel = طريقة الإبلاغ
request-field-result = النتيجة
request-field-letter = رقم الخطاب
request-field-entitlement = ما جُهّز
request-field-collector = المستلم
request-field-facts = ما يتعارض
request-field-keeps = ما يُعتمد
request-field-step = الخطوة
request-field-seen = ما عُرض
request-field-signature = التوقيع

## لماذا لم تُسجَّل الخطوة

request-refused-not-signed-in = لم تُسجَّل الخطوة: ادخلوا باسمكم أولًا.
request-refused-only-head-office = هذه الخطوة لا تُسجَّل إلا في المقر الرئيسي.
request-refused-role = لم تُسجَّل الخطوة: ليست من صلاحيات دوركم.
request-refused-duty = لم تُسجَّل الخطوة: قمتم في هذا الطلب بخطوة «{ $step }»، فيقوم بهذه غيركم.
request-refused-unsettled = لم تُسجَّل الخطوة: سوّوا ما يتعارض أولًا.
request-refused-state = لم تُسجَّل الخطوة: لا تأتي والطلب في حالة «{ $state }».
request-refused-needs = لم تُسجَّل الخطوة. ما ينقص أولًا: { $missing }.
request-refused-once = سُجّلت هذه الخطوة من قبل.
request-refused-nothing-granted = لم تُسجَّل الخطوة: لا يوجد قرار يمنح شيئًا.
request-refused-no-objection = لا يوجد تظلّم ينتظر البتّ.
request-refused-nothing-to-settle = لا يوجد ما يحتاج إلى تسوية.
request-refused-given-by-head-office = لا يُكتب الرقم باليد، فالنظام يعطيه.
request-refused-before-earliest = لم تُسجَّل الخطوة: أقرب موعد للرد هو { $date }.
request-refused-expired = انتهت صلاحية المستند، فلا يُحتسب.
request-refused-original-not-seen = لم يُطابق المستند: اطلبوا أصله، أو سجّلوا أنه غير صالح مع السبب.
request-refused-unknown = لم تُسجَّل الخطوة: ما اخترتموه ليس من هذا الطلب.
request-refused-stands = لا تُصحَّح خطوة انتقل بها الطلب إلى حالة أخرى.
request-refused-not-whole = لم تُسجَّل التسوية: اختاروا من الخطوات المتعارضة كلها.
request-refused-early-needs-reason = القرار قبل الموعد الذي أُبلغ به المستفيد: اكتبوا السبب.
request-refused-otherwise = قرر العضو السابق غير ذلك. أجّلوا الطلب إلى جلسة أخرى عند الاختلاف.
request-refused-needs-session = لم يُسجَّل القرار: يُتخذ في جلسة للجنة. افتحوا جلسة، وضعوا الطلب في جدولها.
request-refused-unknown-session = لا توجد جلسة بهذا الرقم.
request-refused-not-on-agenda = هذا الطلب ليس في جدول أعمال الجلسة.
request-refused-not-present = لستم من الحاضرين في الجلسة، أو ليس رئيسها منهم.
request-refused-recused = تنحّيتم عن هذا الطلب.
request-refused-not-chair = يُغلق الجلسة رئيسها.
request-refused-no-quorum = لم يكتمل النصاب لهذا الطلب.
request-refused-closed = أُغلقت الجلسة، ولا يتغير محضرها.
request-refused-not-closed = الجلسة مفتوحة: يُغلقها رئيسها أولًا.
request-refused-over-ceiling = تتجاوز الأسرة بذلك سقف الصرف في السنة: اكتبوا السبب.
request-refused-not-urgent = لم تُسجَّل الخطوة: هذا أكثر مما يُسمح به قبل القرار.
request-refused-too-much = لم تُسجَّل الخطوة: المبلغ أكثر مما بقي.
request-refused-outside-time = لم تُسجَّل الخطوة: خارج المدة التي تقررت لها الخدمة.
request-refused-field = لم تُسجَّل الخطوة. أكملوا الحقل: { $field }.
request-refused-meanwhile = سُجّلت خطوة على هذا الطلب قبل قليل. راجعوا ما تم، ثم أعيدوا التسجيل إن لزم.
