## Lists and searching

search-words = Search
search-button = Search
search-narrow = Choose what to see
search-clear = Show everything
search-nothing = We found nothing that fits. Here is what you can try:
filter-theme = Theme
filter-theme-all = All themes
filter-role = Who tells
filter-role-all = Everyone
filter-area = About
filter-area-all = Both mental health and substance use
filter-county = County
filter-county-all = The whole country
filter-type = Type
filter-type-all = All types
stories-count = { $count ->
    [0] No stories
    [one] One story
   *[other] { $count } stories
}
stories-none = There are no stories here yet.
stories-all = All stories
list-count = { $count ->
    [0] Nothing found
    [one] One found
   *[other] { $count } found
}
list-none = There is nothing here yet.
pages = More pages
pages-previous = Previous
pages-next = Next
pages-where = { $from }–{ $to } of { $total }
search-title = Search
search-lead = Here you can look through stories, centres and services, events, knowledge and news at once. Use your own words.
search-here = Search this page
search-apply = Show what I have chosen
search-all = Everything
search-parts = Parts of the site
search-meant = Did you mean { $words }?
search-partial = We are reading everything in after a restart. In a little while there may be more to find.
search-advice-words = Check the spelling, or try fewer or other words.
search-advice-choices = Take away some of what you have chosen.
search-advice-everything = Search the whole site
search-advice-people = Would you rather talk to someone?
filter-chosen = You have chosen
filter-remove = Remove
filter-not = not { $what }
filter-few = a few
filter-helped = This helped
filter-hub = Centre
filter-lang = Language
filter-length = How long
filter-without = Leave out stories about
length-short = Short, under three minutes
length-medium = Three to ten minutes
length-long = Longer than ten minutes
search-advice-browse = Or look around in
