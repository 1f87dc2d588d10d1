### The device as those see it who run it: its settings, and what stands in its way.

error-settings = The settings file of this device has an error in line { NUM($line) }. Correct it in the settings or in the file itself.

## When the program cannot start. Each fault has a fixed number, which the guides explain.
out-of-order-title = This device is not working right now
out-of-order-body = Sorry. Please speak to a member of staff.
out-of-order-staff = For staff: fault { NUM($n) }. { $what } The program tries again automatically.
start-fault-settings = The device's settings file cannot be read.
start-fault-disk = The disk is full, or it cannot be read or written.
start-fault-damaged = The device's data is damaged or incomplete. Do not delete any of it. Tell head office.
start-fault-version = This version of the program does not match the device's data. Update the program.
start-fault-in-use = Another program is using the device's data. Close it.
start-fault-other = The details are in the program's log.

## The device's settings
settings-title = Device settings
settings-save = Save the settings
settings-saved = The settings are saved
settings-not-saved = The settings were not saved. Check that the device has free space, then try again.
settings-no-path = Enter the path of the printer or file first
settings-screen = Screen size
settings-screen-hint = Hold a bank card against the frame, and make the frame larger or smaller until it matches.
settings-card = Frame the size of a bank card
settings-inches = { $n } inches
settings-much-smaller = Much smaller
settings-little-smaller = A little smaller
settings-little-larger = A little larger
settings-much-larger = Much larger
settings-visitors = Starting settings
settings-language = Language
settings-theme = Theme
settings-light = Light
settings-dark = Dark
settings-contrast = Contrast
settings-text = Text
settings-words = Wording
settings-usual = Usual
settings-high = High
settings-large = Large
settings-simple = Simple
settings-visitor-time = Time before asking if more time is needed
settings-seconds = { PLURAL($n) ->
    [one] 1 second
   *[other] { NUM($n) } seconds
}
settings-less-time = Less time
settings-more-time = More time
settings-reach = Height of the screen's lower edge above the floor
settings-reach-unknown = Not set
settings-centimetres = { NUM($n) } cm
settings-lower = Lower
settings-higher = Higher
settings-yes = Yes
settings-no = No
settings-queue = Numbers and calling
settings-tickets = Do visitors get a number?
settings-digit = First digit of this device's numbers
settings-digit-alone = No other device of the branch gives numbers
settings-digit-less = Previous digit
settings-digit-more = Next digit
settings-print-ticket = Is the number printed automatically?
settings-without-pin = Time for calling the next number without the PIN
settings-board = Is the board shown on this device?
settings-desk = Desk that visitors are called to
settings-desk-hint = Such as: Desk 2 (optional)
settings-rating = Exit rating
settings-exit = Does this device only ask for a rating on the way out?
settings-rated = What do visitors rate?
settings-rated-overall = Our service overall
settings-plays = Most ratings counted in a minute
settings-fewer = Fewer
settings-more = More
settings-printer = Printer
settings-printer-kind = Where are receipts printed?
settings-printer-none = No printer
settings-printer-device = Printer connected to this device
settings-printer-file = A file
settings-printer-path = Path of the printer or file
settings-printer-path-hint = Such as { $example }
settings-paper = Width of the paper
settings-paper-wide = 80 mm
settings-paper-narrow = 58 mm
settings-cutting = After each receipt
settings-cut = Cut the paper
settings-no-cut = Do not cut
settings-test-page = Print a test page
settings-test-words = If this line and the code are clear, the printer is ready.

## Leaving the program
leave-program = Close the program
leave-title = Close the program?
leave-body = Visitors cannot use this device until the program is started again. All records are saved.
leave-stay = Stay in the program
leave-go = Close the program now
