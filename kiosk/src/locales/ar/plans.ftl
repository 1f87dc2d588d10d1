### الزيارات المجدولة: جدولة زيارة لشخص، والزيارة المجدولة وما يكون منها.

## جدولة زيارة
people-planned = الزيارات المجدولة
plan-title = جدولة زيارة
plan-day = يوم الزيارة
plan-day-hint = { $hijri } أو { $gregorian }
plan-reason = سبب الزيارة
plan-whom = من يقوم بالزيارة
plan-anybody = أي مندوب من الفرع
plan-save = حفظ الموعد
plan-saved = حُفظ موعد الزيارة
plan-fault-day = اكتبوا يوم الزيارة كاملًا: اليوم والشهر والسنة
plan-fault-past = هذا التاريخ مضى. اكتبوا تاريخ اليوم أو تاريخًا بعده.

## زيارة مجدولة
plan-place = المكان
plan-mobile = رقم الجوال
plan-state = الحالة
plan-carry-out = تسجيل الزيارة الآن
plan-drop = إلغاء الزيارة
plan-drop-title = إلغاء الزيارة المجدولة
plan-drop-reason = سبب الإلغاء
plan-drop-hint = مثل: انتقل إلى مدينة أخرى
plan-drop-confirm = تأكيد الإلغاء
plan-dropped = أُلغيت الزيارة المجدولة
plan-fault-reason = اكتبوا سبب الإلغاء أولًا
