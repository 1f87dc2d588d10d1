### صفحة المقترحات.

suggestions-title = المقترحات
suggestions-purpose = كل مقترح فرصة للتحسين. لا يُربط بملف مستفيد ولا بتقييم، وقد يُطلب الرد عليه.
suggestions-caption = المقترحات من كل الفروع، الأحدث أولًا
suggestions-column-about = الموضوع
suggestions-column-words = المقترح
suggestions-column-reply = الرد
suggestions-general = أمر عام
suggestions-reply-wanted = الرد مطلوب
suggestions-empty = لم يصل مقترح من الفروع بعد. تظهر المقترحات هنا بعد مزامنة الأجهزة.
