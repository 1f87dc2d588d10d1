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
request-missing-attestation = الإقرار والتوقيع
request-missing-explanation = توضيح الجوانب التنظيمية
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
