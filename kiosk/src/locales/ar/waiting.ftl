### الانتظار: الأرقام والنداء

## وضع الموظفين
staff-waiting = المنتظرون
waiting-empty = لا أحد ينتظر الآن.
waiting-hint = يظهر الرقم المنادى على شاشة الترحيب.
waiting-since = { PLURAL($n) ->
    [zero] منذ { $time }
    [one] منذ { $time } (دقيقة واحدة)
    [two] منذ { $time } (دقيقتان)
    [few] منذ { $time } ({ NUM($n) } دقائق)
    [many] منذ { $time } ({ NUM($n) } دقيقة)
   *[other] منذ { $time } ({ NUM($n) } دقيقة)
}
waiting-called = آخر نداء: { $time }
waiting-woman = طُلبت الخدمة من موظفة
waiting-call = نداء
waiting-call-again = إعادة النداء
waiting-served = تمت الخدمة
waiting-did-not-come = لم يحضر أحد

## شاشة الترحيب والصوت
waiting-now = تفضّلوا، الرقم
waiting-announce = تفضّلوا، الرقم
waiting-announce-come = إلى مكتب الاستقبال

## المراجع
visit-asks-for-woman = الخدمة من موظفة
visit-asks-for-woman-hint = إن رغبتم أن تخدمكم موظفة
receipt-number = رقم الانتظار
receipt-number-next = تفضّلوا بالجلوس، وسنناديكم بهذا الرقم.
