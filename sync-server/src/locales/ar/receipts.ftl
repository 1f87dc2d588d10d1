### صفحة التحقق من الإيصالات.

nav-receipts = الإيصالات
receipts-title = التحقق من إيصال
receipt-field = نص الباركود أو الرقم المرجعي
receipt-hint = مرّروا باركود الإيصال على القارئ، أو اكتبوا الرقم المرجعي كما هو على الإيصال.
receipt-check = التحقق

receipt-arrived-title = إيصال صحيح، ووصل سجله
receipt-arrived-advice = أصدره جهاز من أجهزتنا.
receipt-waiting-title = إيصال صحيح، ولم يصل سجله بعد
receipt-waiting-advice = أصدره جهاز من أجهزتنا. السجل محفوظ على الجهاز، ويصل عند مزامنته التالية.
receipt-revoked-title = إيصال من جهاز أُلغي ربطه
receipt-revoked-advice = وقّعه جهاز كان من أجهزتنا، ولم يصل سجله قبل إلغاء ربطه. من بيده الجهاز يستطيع كتابة أي تاريخ، فلا يُعتمد الإيصال وحده.
receipt-forged-title = إيصال غير صحيح
receipt-forged-advice = ليس التوقيع توقيع الجهاز المذكور. احتفظوا بالورقة، وأبلغوا الفرع.
receipt-other-title = إيصال غير صحيح
receipt-other-advice = السجل المذكور كتبه جهاز آخر. احتفظوا بالورقة، وأبلغوا الفرع.
receipt-stranger-title = ليس من إيصالاتنا
receipt-stranger-advice = لا نعرف الجهاز الذي أصدره.
receipt-unreadable-title = تعذّرت القراءة
receipt-unreadable-advice = ليس هذا نص باركود ولا رقمًا مرجعيًا. مرّروا الباركود على القارئ مرة أخرى.
receipt-known-title = رقم مرجعي معروف
receipt-known-advice = الرقم وحده لا يُثبت شيئًا، لكن هذه السجلات تحمله.
receipt-unknown-title = لم يصل سجل بهذا الرقم
receipt-unknown-advice = قد تكون سجلات جهازه لم تصل بعد. مرّروا باركود الإيصال على القارئ لمعرفة أصله الآن.

receipt-row-reference = الرقم المرجعي
receipt-row-date = تاريخ الإيصال
receipt-row-branch = الفرع
receipt-row-device = الجهاز
receipt-row-revoked = أُلغي ربط الجهاز في
receipt-row-record = السجل
receipt-held = وصل، وهو موقوف للمراجعة
receipt-corrected = صُحّح بسجل لاحق
