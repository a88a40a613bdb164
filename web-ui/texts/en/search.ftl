## Lists and searching

search-words = Search
search-button = Search
search-narrow = Choose what to see
search-clear = Show everything
search-nothing = We found nothing that fits. Try fewer words, or choose a little wider.
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
