### Printing: what stands beside the print button, and what may stand in its way.

printing-now = Printing…
printing-done = Printed
printing-error-absent = The printer is not working. Please tell a member of staff.
printing-error-no-answer = The paper may have run out. Please tell a member of staff.
printing-error-busy = The printer is still printing. Try again in a moment.
printing-error-other = Printing failed. Please tell a member of staff.
