### The service guide, the staff's tools and opening hours. The texts of services and questions come from the catalog.

guide-title = Service guide
    .simple = What we offer
guide-hint = Choose what you would like to know, or search for it
    .simple = Touch what you want to know
guide-services = Services
guide-services-hint = What we offer, to whom, and the documents needed
    .simple = What we offer you
guide-questions-hint = What people often ask, and the answers
    .simple = Questions and answers
guide-right-or-wrong-hint = Common beliefs about our services: which are true?
    .simple = Guess, then see the answer
guide-you-said-we-did-hint = What changed because of your opinions and suggestions
    .simple = What we changed because you asked
guide-empty = Nothing has been published here yet
guide-gone = This page is no longer available

## A service's or question's page
guide-who = Who can get this service
    .simple = For whom?
guide-details = Details
guide-ask = Ask for this service
guide-since = Since { $date }
guide-approved = This text was approved by { $who }

## True or false?
guide-notion-question = What do you think: is this true or false?
    .simple = True or false?
guide-right = True
guide-wrong = False
guide-known-right = Correct: this is true
guide-known-wrong = Correct: this is false
guide-is-right = In fact this is true. Many people think it is false.
    .simple = This is true
guide-is-wrong = In fact this is false. Many people think it is true.
    .simple = This is false
guide-notion-next = Another one

## You said, we did
guide-you-said = You said
guide-we-did = We did

## The search
guide-search-title = Search the guide
guide-search-open = Search the guide
guide-search-begin = Write a word or its first letters, such as: support, housing, appointment
    .simple = Write a word
guide-search-nothing = No results. Try a shorter word, or ask a member of staff.
    .simple = No results. Write a shorter word.
guide-search-found = { PLURAL($n) ->
    [one] 1 result
   *[other] { NUM($n) } results
}
guide-kind-service = Service
guide-kind-question = Question
guide-kind-notion = True or false?
guide-kind-improvement = You said, we did
guide-kind-tool = Tool
guide-kind-tool-page = Page

## The staff's tools
guide-tools = Staff tools
guide-tools-hint = Works without a network. You can show a page to the visitor.
guide-pages = Pages
guide-next-page = Next page
guide-show = Show to the visitor
guide-print = Print this page

## Opening hours
hours-open-until = Open now, until { $time }
hours-open = Open now
hours-opens-today = Closed now. We open today at { $time }.
hours-opens-tomorrow = Closed now. We open tomorrow at { $time }.
hours-opens-on = Closed now. We open on { $date } at { $time }.
hours-closed = Closed now
