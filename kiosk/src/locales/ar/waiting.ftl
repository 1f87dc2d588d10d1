### الانتظار: الأرقام والنداء

## وضع الموظفين
staff-waiting = المنتظرون
waiting-empty = لا أحد ينتظر الآن.
waiting-hint = يظهر الرقم الذي تنادون عليه على شاشة الترحيب.
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
waiting-next-title = نداء التالي
waiting-call-next = نداء التالي
waiting-call-and-back-number = نداء { $number } والعودة
waiting-serve = بدء الخدمة
waiting-serving = خدمة الرقم { $number }
waiting-open-file = فتح الملف
waiting-count = { PLURAL($n) ->
    [zero] لا أحد ينتظر الآن
    [one] مراجع واحد ينتظر
    [two] مراجعان ينتظران
    [few] { NUM($n) } مراجعين ينتظرون
    [many] { NUM($n) } مراجعًا ينتظرون
   *[other] { NUM($n) } مراجع ينتظرون
}

## شاشة الترحيب والصوت
waiting-now = تفضّلوا، الرقم
waiting-announce = الرقم
waiting-announce-come = تفضّلوا إلى مكتب الاستقبال
waiting-announce-desk = تفضّلوا إلى { $desk }

## المراجع
visit-asks-for-woman = أرغب أن تخدمني موظفة
receipt-number = رقم الانتظار
receipt-number-next = تفضّلوا بالجلوس، وسنناديكم برقم الانتظار.
receipt-before = { PLURAL($n) ->
    [zero] لا أحد أمامكم
    [one] أمامكم مراجع واحد
    [two] أمامكم مراجعان
    [few] أمامكم { NUM($n) } مراجعين
    [many] أمامكم { NUM($n) } مراجعًا
   *[other] أمامكم { NUM($n) } مراجع
}
receipt-qr-for = للموظف عند عودتكم

## شاشة النداء
board-earlier = قبله
board-nobody-called = تظهر هنا الأرقام عند النداء عليها
board-no-kiosk = برنامج الكشك لا يعمل على هذا الجهاز. شغّلوه لتظهر الأرقام هنا.
