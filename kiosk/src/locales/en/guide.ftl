### The service guide, the staff's tools and opening hours. The texts of services and questions come from the catalog.

guide-title = Service guide
    .simple = What we offer
guide-hint = Choose what you would like to know, or search for it
    .simple = Touch what you want to know
guide-services = Services
guide-services-hint = What we offer, to whom, and the papers needed
    .simple = What we offer you
guide-questions-hint = What people often ask, and the answers
    .simple = Questions and answers
guide-right-or-wrong-hint = Common beliefs about our services: which are right?
    .simple = Guess, then see the answer
guide-you-said-we-did-hint = What changed because of your opinions and suggestions
    .simple = What we changed because you asked
guide-empty = Nothing has been published here yet
guide-gone = This page is no longer available

## A service's or question's page
guide-who = Who may have this service
    .simple = For whom?
guide-details = Details
guide-ask = Ask for this service
guide-since = Since { $date }
guide-approved = This text was approved by { $who }

## Right or wrong?
guide-notion-question = What do you think: is this right or wrong?
    .simple = Right or wrong?
guide-right = Right
guide-wrong = Wrong
guide-known-right = Well done, this is right
guide-known-wrong = Well done, this is wrong
guide-is-right = In fact this is right; many believe otherwise
    .simple = This is right
guide-is-wrong = In fact this is wrong; it is a common belief
    .simple = This is wrong
guide-notion-next = Another one

## You said, we did
guide-you-said = You said
guide-we-did = We did

## The search
guide-search-title = Search the guide
guide-search-open = Search the guide
guide-search-begin = Write a word or its first letters, such as: support, housing, appointment
    .simple = Write a word
guide-search-nothing = Nothing was found with these words. Try a shorter word, or ask a member of our staff.
    .simple = Nothing was found. Write a shorter word.
guide-search-found = { PLURAL($n) ->
    [one] 1 result
   *[other] { NUM($n) } results
}
guide-kind-service = Service
guide-kind-question = Question
guide-kind-notion = Right or wrong?
guide-kind-improvement = You said, we did
guide-kind-tool = Tool
guide-kind-tool_page = Page

## The staff's tools
guide-tools = The six tools
guide-tools-hint = Read without a network; a page can be shown to the visitor
guide-pages = Pages
guide-next-page = Next page
guide-show = Show to the visitor
guide-print = Print this page

## Opening hours
hours-open-until = Open now, until { $time }
hours-open = Open now
hours-opens-today = Closed now; we open today at { $time }
hours-opens-tomorrow = Closed now; we open tomorrow at { $time }
hours-opens-on = Closed now; we open on { $date } at { $time }
hours-closed = Closed now
