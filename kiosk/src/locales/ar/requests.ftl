### طلب الدعم عند مكتب الاستقبال: تقديمه، وتسجيل خطواته، وحالته.

people-requests = طلبات الدعم
request-ask = طلب دعم جديد
request-saved = سُجّل
request-rate-about = سلّموا الجهاز للمستفيد ليقيّم الخدمة إن رغب. لا يرتبط التقييم باسمه ولا بطلبه، وتخرجون من حسابكم.
request-rate = تقييم الخدمة
request-missing = ما ينقص: { $missing }
request-no-name = تُسجَّل الخطوات باسمكم. اطلبوا من المقر الرئيسي إذنًا لهذا الجهاز، واختاروا رمزكم السري برمز الإذن، ثم ادخلوا باسمكم.
request-unsettled = يسوّي المقر الرئيسي ما يتعارض، ثم يستمر الطلب.
request-no-step = لا خطوة تُسجَّل هنا الآن
request-check = مراجعة
request-part-valid-until = تاريخ انتهاء المستند، إن كان ينتهي
request-part-issued = تاريخ إصدار المستند
request-part-original = هل عاينتم أصل المستند؟
request-original-yes = نعم، عاينت الأصل
request-original-no = لا، صورة فقط
request-words-hint = اكتبوا هنا
