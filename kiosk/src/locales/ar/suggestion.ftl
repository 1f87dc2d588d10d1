### تقديم مقترح: موضوعه، نصه، رقم للرد لمن رغب، مراجعته، حفظه.

suggestion-about-title = ما موضوع مقترحكم؟
    .simple = عن أي شيء فكرتكم؟
suggestion-about = الموضوع
suggestion-general = أمر عام
suggestion-title = ما مقترحكم؟
    .simple = ما فكرتكم؟
suggestion-hint = نرجو عدم كتابة أسماء أو أرقام.
suggestion-field = المقترح
suggestion-field-hint = اكتبوا هنا ما ترونه أفضل
suggestion-contact = إن رغبتم في الرد، فأدخلوا رقم الجوال
    .simple = هل تريدون أن نرد عليكم؟ اكتبوا رقم الجوال
# (وعد)
suggestion-contact-use = نستخدم هذا الرقم للرد على مقترحكم فقط، ولا يُربط بملفكم ولا بتقييمكم.
suggestion-no-reply = لا أرغب في الرد
    .simple = لا، شكرًا
suggestion-reply = رقم للرد
suggestion-reply-none = دون رد
suggestion-save = تأكيد وحفظ
suggestion-saving = جارٍ حفظ مقترحكم…
# (وعد)
suggestion-saved = حُفظ مقترحكم، وسيصل إلى المقر الرئيسي عند توفّر الاتصال.
