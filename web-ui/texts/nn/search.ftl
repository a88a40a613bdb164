## Lister og søk

search-words = Søk
search-button = Søk
search-narrow = Vel kva du vil sjå
search-clear = Vis alt
search-nothing = Vi fann ikkje noko som passar. Prøv med færre ord, eller vel litt breiare.
filter-theme = Tema
filter-theme-all = Alle tema
filter-role = Kven fortel
filter-role-all = Alle
filter-area = Om
filter-area-all = Både psykisk helse og rus
filter-county = Fylke
filter-county-all = Heile landet
filter-type = Type
filter-type-all = Alle typar
stories-count = { $count ->
    [0] Ingen forteljingar
    [one] Éi forteljing
   *[other] { $count } forteljingar
}
stories-none = Det er ingen forteljingar her enno.
stories-all = Alle forteljingar
list-count = { $count ->
    [0] Ingen treff
    [one] Eitt treff
   *[other] { $count } treff
}
list-none = Det er ikkje noko her enno.
pages = Fleire sider
pages-previous = Førre
pages-next = Neste
pages-where = { $from }–{ $to } av { $total }
