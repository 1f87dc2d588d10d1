### The on-screen keyboard. Keys show the short words; the longer ones are read out.

keyboard-space = مسافة
keyboard-delete = حذف
keyboard-shift = حروف كبيرة
keyboard-arabic = أ ب ت
keyboard-latin = ABC
keyboard-digits = 123
keyboard-to-arabic = التحويل إلى الحروف العربية
keyboard-to-latin = التحويل إلى الحروف اللاتينية
keyboard-to-digits = التحويل إلى الأرقام والرموز

keyboard-marks = تشكيل
keyboard-mark-fatha = فتحة
keyboard-mark-fathatan = تنوين فتح
keyboard-mark-damma = ضمة
keyboard-mark-dammatan = تنوين ضم
keyboard-mark-kasra = كسرة
keyboard-mark-kasratan = تنوين كسر
keyboard-mark-sukun = سكون
keyboard-mark-shadda = شدة
keyboard-mark-dagger-alef = ألف خنجرية
