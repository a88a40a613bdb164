## Kunnskap

filter-involvement = Brukermedvirkning
filter-evidence = Hva vi vet
filter-phase = Hvor langt
resource-responsible = Ansvarlig
resource-involvement = Brukermedvirkning
resource-rung = Trinn { $rung } av { $of }, der det øverste er at brukerne leder arbeidet.
resource-evidence = Hva vi vet
resource-phase = Hvor langt det er kommet
resource-period = Tidsrom
resource-background = Bakgrunn
resource-goals = Mål
resource-steps = Slik gjør dere det
resource-checklist = Sjekkliste
resource-checklist-print = Skriv ut siden, så får hvert punkt en rute å krysse av i.
resource-results = Resultater, og det vi lærte
resource-partners = Sammen med
resource-sites = Steder
resource-review = Ses på igjen
resource-review-over = Den dagen har vært. Spør om dette fortsatt stemmer.
