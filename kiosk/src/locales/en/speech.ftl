### What is heard and not read.

speech-choice = Choice { NUM($position) }
speech-chosen = Chosen
speech-buttons = At the bottom of the screen
speech-private = To protect your privacy, the number is not read aloud
speech-number-pad = Touch the digits to enter the number
speech-keyboard = Touch the keyboard to write
speech-not-chosen = Not chosen
speech-failed = This device could not play sound. Please tell a member of staff.
    .simple = The sound is not working. Please call our staff.

# What is read in place of an era's sign after a year: sign = word, with | between two of them.
speech-eras = AH = Hijri
speech-hour = { $hour ->
    [1] one
    [2] two
    [3] three
    [4] four
    [5] five
    [6] six
    [7] seven
    [8] eight
    [9] nine
    [10] ten
    [11] eleven
   *[12] twelve
}
speech-day-part = { $hour ->
    [0] at night
    [1] at night
    [2] at night
    [3] at night
    [12] in the afternoon
    [13] in the afternoon
    [14] in the afternoon
    [15] in the afternoon
    [16] in the afternoon
    [17] in the afternoon
    [18] in the evening
    [19] in the evening
    [20] in the evening
    [21] in the evening
    [22] at night
    [23] at night
   *[other] in the morning
}
speech-minutes = { $minute ->
    [1] oh one
    [2] oh two
    [3] oh three
    [4] oh four
    [5] oh five
    [6] oh six
    [7] oh seven
    [8] oh eight
    [9] oh nine
   *[other] { NUM($minute) }
}
speech-time = { $minute ->
    [0] { $hour } { $part }
    [15] quarter past { $hour } { $part }
    [30] half past { $hour } { $part }
    [45] quarter to { $next } { $part }
   *[other] { $hour } { $minutes } { $part }
}

# The button is shown while a visitor listens.
common-curtain = Hide the screen
curtain-lift = The screen is hidden. Listening continues. Touch the screen to show it.
