## Kunnskap

filter-involvement = Brukarmedverknad
filter-evidence = Kva vi veit
filter-phase = Kor langt
resource-responsible = Ansvarleg
resource-involvement = Brukarmedverknad
resource-rung = Trinn { $rung } av { $of }, der det øvste er at brukarane leier arbeidet.
resource-evidence = Kva vi veit
resource-phase = Kor langt det er kome
resource-period = Tidsrom
resource-background = Bakgrunn
resource-goals = Mål
resource-steps = Slik gjer de det
resource-checklist = Sjekkliste
resource-checklist-print = Skriv ut sida, så får kvart punkt ei rute å krysse av i.
resource-results = Resultat, og det vi lærte
resource-partners = Saman med
resource-sites = Stader
resource-review = Blir sett på igjen
resource-review-over = Den dagen har vore. Spør om dette framleis stemmer.
