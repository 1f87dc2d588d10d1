### The page of suggestions.

suggestions-title = Suggestions
suggestions-purpose = Every suggestion is a chance to improve. Suggestions are never linked to a beneficiary's file or a rating. Some ask for a reply.
suggestions-caption = Suggestions of all branches, newest first
suggestions-column-about = Topic
suggestions-column-words = Suggestion
suggestions-column-reply = Reply
suggestions-general = General
suggestions-reply-wanted = Reply wanted
suggestions-empty = No suggestions have arrived from the branches yet. They appear here after devices sync.
