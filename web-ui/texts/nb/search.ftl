## Lister og søk

search-words = Søk
search-button = Søk
search-narrow = Velg hva du vil se
search-clear = Vis alt
search-nothing = Vi fant ingenting som passer. Prøv med færre ord, eller velg litt bredere.
filter-theme = Tema
filter-theme-all = Alle temaer
filter-role = Hvem forteller
filter-role-all = Alle
filter-area = Om
filter-area-all = Både psykisk helse og rus
filter-county = Fylke
filter-county-all = Hele landet
filter-type = Type
filter-type-all = Alle typer
stories-count = { $count ->
    [0] Ingen fortellinger
    [one] Én fortelling
   *[other] { $count } fortellinger
}
stories-none = Det er ingen fortellinger her ennå.
stories-all = Alle fortellinger
list-count = { $count ->
    [0] Ingen treff
    [one] Ett treff
   *[other] { $count } treff
}
list-none = Det er ikke noe her ennå.
pages = Flere sider
pages-previous = Forrige
pages-next = Neste
pages-where = { $from }–{ $to } av { $total }
