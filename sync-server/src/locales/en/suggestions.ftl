### The page of suggestions.

suggestions-title = Suggestions
suggestions-purpose = Every suggestion is a chance to improve. None is joined to a beneficiary's file or a rating; some ask for a reply.
suggestions-caption = Suggestions of all branches, newest first
suggestions-column-about = About
suggestions-column-words = Suggestion
suggestions-column-reply = Reply
suggestions-general = Something in general
suggestions-reply-wanted = Reply wanted
suggestions-empty = No suggestion has come from the branches yet. They appear here when devices exchange.
