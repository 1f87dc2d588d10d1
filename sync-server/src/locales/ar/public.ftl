# الصفحة العامة: متابعة الطلب بالرمز الذي على الإيصال.

public-title = متابعة طلب
public-larger = تكبير الخط
public-normal = الخط المعتاد
public-code = رمز المتابعة
public-code-hint = 16 حرفًا ورقمًا على الإيصال، مثل { $example }
public-look = عرض الطلب
public-another = متابعة طلب آخر
public-who = يرى هذه الصفحة من معه الرمز وحده، فاحفظوا الإيصال. لا يظهر فيها اسم ولا مبلغ.
public-ask = للاستفسار، تواصلوا مع الفرع.
public-unknown-title = لم نجد الطلب
public-busy-title = حاولوا بعد قليل
public-busy = كثرت المحاولات الآن. انتظروا دقيقة، ثم حاولوا من جديد.
public-not-found-title = لا توجد صفحة بهذا العنوان
public-not-found = لمتابعة طلبكم، اكتبوا الرمز الذي على الإيصال.
