### ما يُسمع ولا يُقرأ.

speech-choice = الخيار { NUM($position) }
speech-chosen = مختار
speech-buttons = في أسفل الشاشة
speech-private = حفاظًا على خصوصيتكم لا نقرأ الرقم بصوت مسموع
speech-number-pad = أدخلوا الأرقام باللمس
speech-keyboard = اكتبوا باللمس على لوحة المفاتيح
