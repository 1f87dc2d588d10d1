### The on-screen keyboard. Keys show the short words; the longer ones are read out.

keyboard-space = Space
keyboard-delete = Delete
keyboard-shift = Capital letters
keyboard-arabic = أ ب ت
keyboard-latin = ABC
keyboard-digits = 123
keyboard-to-arabic = Switch to Arabic letters
keyboard-to-latin = Switch to Latin letters
keyboard-to-digits = Switch to digits and signs

keyboard-marks = Vowel marks
keyboard-mark-fatha = Fatha
keyboard-mark-fathatan = Fathatan
keyboard-mark-damma = Damma
keyboard-mark-dammatan = Dammatan
keyboard-mark-kasra = Kasra
keyboard-mark-kasratan = Kasratan
keyboard-mark-sukun = Sukun
keyboard-mark-shadda = Shadda
keyboard-mark-dagger-alef = Dagger alef
