### The page that checks receipts.

nav-receipts = Receipts
receipts-title = Check a receipt
receipt-field = Text of the code, or reference number
receipt-hint = Scan the receipt's code with a reader, or type the reference number as it stands on the receipt.
receipt-check = Check

receipt-arrived-title = A real receipt, and its record has arrived
receipt-arrived-advice = A device of ours gave it out.
receipt-waiting-title = A real receipt whose record has not arrived yet
receipt-waiting-advice = A device of ours gave it out. The record is saved on the device and comes with its next exchange.
receipt-revoked-title = A receipt of a device that was shut out
receipt-revoked-advice = A device that was ours signed it, and its record did not arrive before the device was shut out. Whoever has the device can write any date: it proves nothing by itself.
receipt-forged-title = Not a real receipt
receipt-forged-advice = The signature is not that of the device it names. Keep the paper and tell the branch.
receipt-other-title = Not a real receipt
receipt-other-advice = Another device wrote the record it names. Keep the paper and tell the branch.
receipt-stranger-title = Not one of our receipts
receipt-stranger-advice = The device that gave it out is not known here.
receipt-unreadable-title = It could not be read
receipt-unreadable-advice = This is neither a receipt's text nor a reference number. Scan the code again.
receipt-known-title = A reference number that is known
receipt-known-advice = The number alone proves nothing, but these records have it.
receipt-unknown-title = No record with this number has arrived
receipt-unknown-advice = Its device may not have exchanged yet. The receipt's code tells where it is from without waiting.

receipt-row-reference = Reference number
receipt-row-date = Date of the receipt
receipt-row-branch = Branch
receipt-row-device = Device
receipt-row-revoked = The device was shut out at
receipt-row-record = Record
receipt-held = received, and held for review
receipt-corrected = corrected by a later record
