### What is heard and not read.

speech-choice = Choice { NUM($position) }
speech-chosen = Chosen
speech-buttons = At the bottom of the screen
speech-private = To protect your privacy, the number is not read aloud
speech-number-pad = Touch the digits to enter the number
speech-keyboard = Touch the keyboard to write
