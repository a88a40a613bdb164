## Lister og søk

search-words = Søk
search-button = Søk
search-narrow = Velg hva du vil se
search-clear = Vis alt
search-nothing = Vi fant ingenting som passer. Her er noe du kan prøve:
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
search-title = Søk
search-lead = Her kan du lete i fortellinger, sentre og tilbud, arrangementer, kunnskap og nytt fra sentrene på én gang. Skriv med dine egne ord.
search-here = Søk på denne siden
search-apply = Vis det jeg har valgt
search-all = Alt
search-parts = Deler av nettstedet
search-meant = Mente du { $words }?
search-partial = Vi holder på å lese inn alt etter en omstart. Om litt kan det være mer å finne.
search-advice-words = Sjekk skrivemåten, eller prøv færre eller andre ord.
search-advice-choices = Ta bort noe av det du har valgt.
search-advice-everything = Søk i hele nettstedet
search-advice-people = Vil du heller snakke med noen?
filter-chosen = Du har valgt
filter-remove = Ta bort
filter-not = ikke { $what }
filter-few = noen få
filter-helped = Dette hjalp
filter-hub = Senter
filter-lang = Språk
filter-length = Hvor lang
filter-without = Utelat fortellinger om
length-short = Kort, under tre minutter
length-medium = Tre til ti minutter
length-long = Lengre enn ti minutter
search-advice-browse = Eller se deg om i
