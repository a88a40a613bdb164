## Lister og søk

search-words = Søk
search-button = Søk
search-narrow = Vel kva du vil sjå
search-clear = Vis alt
search-nothing = Vi fann ingenting som passar. Her er noko du kan prøve:
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
search-title = Søk
search-lead = Her kan du leite i forteljingar, senter og tilbod, arrangement, kunnskap og nytt frå sentra på éin gong. Skriv med dine eigne ord.
search-here = Søk på denne sida
search-apply = Vis det eg har valt
search-all = Alt
search-parts = Delar av nettstaden
search-meant = Meinte du { $words }?
search-partial = Vi held på å lese inn alt etter ein omstart. Om litt kan det vere meir å finne.
search-advice-words = Sjekk skrivemåten, eller prøv færre eller andre ord.
search-advice-choices = Ta bort noko av det du har valt.
search-advice-everything = Søk i heile nettstaden
search-advice-people = Vil du heller snakke med nokon?
filter-chosen = Du har valt
filter-remove = Ta bort
filter-not = ikkje { $what }
filter-few = nokre få
filter-helped = Dette hjelpte
filter-hub = Senter
filter-lang = Språk
filter-length = Kor lang
filter-without = Utelat forteljingar om
length-short = Kort, under tre minutt
length-medium = Tre til ti minutt
length-long = Lengre enn ti minutt
search-advice-browse = Eller sjå deg om i
