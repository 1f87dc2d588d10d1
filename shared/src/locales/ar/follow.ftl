# متابعة طلب سابق برمزه: ما يُقال في الصفحة العامة وعلى الجهاز، ولا يُسمّى فيه أحد.

## أين وصل الطلب

follow-stage-receiving = نستكمل بيانات طلبكم ومستنداته.
follow-stage-studying = طلبكم قيد الدراسة لدى لجنة البحث.
follow-stage-completing = أعادت لجنة البحث طلبكم لاستكمال ما ينقصه.
follow-stage-answer-ready = الرد على طلبكم جاهز، وسنبلغكم به. ويمكنكم مراجعة الفرع لسماعه.
follow-stage-answered = أُبلغتم بالرد على طلبكم.
follow-stage-objection = تظلّمكم قيد النظر.
follow-stage-delivering = نجهّز ما تقرر لكم لتسليمه.
follow-stage-delivered = سُلّم ما تقرر لكم.
follow-stage-withdrawn = سُحب الطلب بناءً على رغبتكم.
follow-stage-closed = انتهى العمل على الطلب.
follow-stage-review = يراجع المقر الرئيسي طلبكم. للاستفسار، تواصلوا مع الفرع.

## ما ينقصه

follow-paper = وثيقة: اسألوا الفرع
follow-attestation = الإقرار بصحة البيانات والتوقيع عليه
follow-explanation = لقاء مسؤول البحث الاجتماعي

## التظلّم

follow-objecting = التظلّم من حقكم: قدّموه في الفرع، ويُنظر فيه من جديد.

## العناوين

follow-earliest = أقرب موعد للرد
follow-missing = ما ينقص الطلب
follow-objecting-title = إن لم يُرضكم الرد
follow-changed = آخر إجراء: { $date }
follow-unknown = لا نجد طلبًا بهذا الرمز. تأكدوا من الرمز كما هو على الإيصال، أو اسألوا الفرع.
