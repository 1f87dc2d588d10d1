# صفحات طلبات الدعم في المقر الرئيسي.

## صفحات طلبات الدعم
nav-requests = طلبات الدعم
requests-title = طلبات الدعم
requests-purpose = طلبات الفروع كلها بحسب حالاتها، وأقربها موعدًا للرد أولًا. لا تظهر هنا أسماء.
requests-states-label = حالات الطلبات
requests-open = كل ما لم يكتمل
requests-caption = الطلبات بحسب موعد الرد
requests-empty = لا توجد طلبات في هذه الحالة.
requests-column-asked = تاريخ الطلب
requests-column-request = الطلب
requests-column-branch = الفرع
requests-column-service = الخدمة
requests-column-state = الحالة
requests-column-missing = ما ينقص
requests-column-due = موعد الرد
requests-column-due-note = كما أُبلغ المستفيد
request-choose = اختاروا الطلب من القائمة.
request-stands = بيانات الطلب
request-keeps = ما الذي يُعتمد؟
request-keeps-none = لا شيء منها
request-masked = اسم المستفيد وما قاله الموظفون محجوب. يُسجَّل كل اطلاع باسمكم وسببه.
request-purpose = سبب الاطلاع
request-open = عرض المحجوب
request-opened = سُجّل اطلاعكم على هذا الطلب.
request-row-name = الاسم
request-row-national-id = رقم الهوية أو الإقامة
request-row-mobile = رقم الجوال

## أسباب الاطلاع
purpose-study = دراسة الطلب
purpose-decision = القرار
purpose-answer = إبلاغ الرد
purpose-settlement = التسوية
purpose-complaint = تظلّم أو شكوى
purpose-audit = المراجعة
