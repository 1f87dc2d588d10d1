### الطباعة: ما يظهر تحت زر الطباعة، وما يعوقها.

printing-now = تجري الطباعة…
printing-done = تمت الطباعة
printing-error-absent = لا تعمل الطابعة الآن. نرجو إبلاغ أحد موظفينا.
printing-error-no-answer = قد يكون الورق نافدًا. نرجو إبلاغ أحد موظفينا.
printing-error-busy = ما زالت الطابعة تطبع. حاولوا بعد قليل.
printing-error-other = تعذّرت الطباعة. نرجو إبلاغ أحد موظفينا.
