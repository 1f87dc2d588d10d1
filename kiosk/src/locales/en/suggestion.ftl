### Making a suggestion: what it is about, its words, a number for a reply where one is wanted, a last look, saving it.

suggestion-about-title = What is your suggestion about?
    .simple = What is your idea about?
suggestion-about = Topic
suggestion-general = General
suggestion-title = What do you suggest?
    .simple = What is your idea?
suggestion-hint = Please do not write names or numbers.
suggestion-field = Suggestion
suggestion-field-hint = Write here what could be better
suggestion-contact = If you would like a reply, enter your mobile number
    .simple = Do you want an answer? Enter your mobile number
# (promise)
suggestion-contact-use = We use this number only to reply to your suggestion. It is not linked to your file or to your rating.
suggestion-no-reply = I do not need a reply
    .simple = No, thank you
suggestion-reply = Number for a reply
suggestion-reply-none = No reply wanted
suggestion-save = Confirm and save
suggestion-saving = Saving your suggestion…
# (promise)
suggestion-saved = Your suggestion is saved and will reach head office when there is a connection.
