### The page that checks receipts.

nav-receipts = Receipts
receipts-title = Check a receipt
receipt-field = Text of the code, or reference number
receipt-hint = Scan the receipt's code with a reader, or type the reference number as it is on the receipt.
receipt-check = Check

receipt-arrived-title = Genuine receipt. Its record has arrived.
receipt-arrived-advice = One of our devices issued it.
receipt-waiting-title = Genuine receipt. Its record has not arrived yet.
receipt-waiting-advice = One of our devices issued it. The record is saved on the device and will arrive at its next sync.
receipt-revoked-title = Receipt from a revoked device
receipt-revoked-advice = It was signed by a device that used to be ours. Its record did not arrive before the device was revoked. Anyone holding the device can make a receipt with any date, so it proves nothing by itself.
receipt-forged-title = Not a genuine receipt
receipt-forged-advice = The signature is not that of the device it names. Keep the paper and tell the branch.
receipt-other-title = Not a genuine receipt
receipt-other-advice = Another device wrote the record it names. Keep the paper and tell the branch.
receipt-stranger-title = Not one of our receipts
receipt-stranger-advice = We do not know the device that issued it.
receipt-unreadable-title = The receipt cannot be read
receipt-unreadable-advice = This is neither the text of a receipt's code nor a reference number. Scan the code again.
receipt-known-title = Known reference number
receipt-known-advice = The number alone proves nothing, but these records have it.
receipt-unknown-title = No record with this number has arrived
receipt-unknown-advice = Its device may not have synced yet. Scan the code on the receipt to check it now.

receipt-row-reference = Reference number
receipt-row-date = Receipt date
receipt-row-branch = Branch
receipt-row-device = Device
receipt-row-revoked = Device revoked on
receipt-row-record = Record
receipt-held = received, and held for review
receipt-corrected = corrected by a later record
