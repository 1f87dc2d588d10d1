### الزيارات المخططة: تخطيط زيارة لشخص، والزيارة المخططة وما يكون منها.

## تخطيط زيارة
people-planned = زيارات مخططة
plan-title = تخطيط زيارة
plan-day = يوم الزيارة
plan-day-hint = { $hijri } أو { $gregorian }
plan-reason = سبب الزيارة
plan-whom = من يقوم بالزيارة
plan-anybody = أي مندوب من الفرع
plan-save = حفظ الموعد
plan-saved = خُطّطت الزيارة
plan-fault-day = اكتبوا يوم الزيارة كاملًا: اليوم والشهر والسنة
plan-fault-past = مضى هذا اليوم. اكتبوا اليوم أو يومًا بعده.

## زيارة مخططة
plan-place = المكان
plan-mobile = رقم الجوال
plan-state = الحالة
plan-carry-out = تسجيل الزيارة الآن
plan-drop = لم تعد الزيارة لازمة
plan-drop-title = إلغاء الزيارة المخططة
plan-drop-reason = سبب الإلغاء
plan-drop-hint = مثل: انتقل إلى مدينة أخرى
plan-drop-confirm = إلغاء الزيارة
plan-dropped = أُلغيت الزيارة المخططة
plan-fault-reason = اكتبوا سبب الإلغاء أولًا
