## Nettverket

network-lead = { $network } er sentre som står sammen og deler det de publiserer. Alle er likestilte, og det finnes ikke noe hovedkontor.
network-how = Hvert senter har sin egen maskin med hele samlingen på. Maskinene holder hverandre oppdatert direkte, uten noen i midten.
network-members = { $count ->
    [one] Ett senter
   *[other] { $count } sentre
}
network-founder = Med fra starten.
network-vouched = { $hubs } har gått god for senteret.
network-nobody-vouched = Ingen har gått god for senteret ennå.
network-check-words = Kontrollord
network-asking-title = Ber om å få være med
network-asking-lead = { $admit ->
    [one] Et senter er med når ett av de andre går god for det.
   *[other] Et senter er med når { $admit } av de andre går god for det.
} Les kontrollordene for hverandre på telefon først, så dere vet at dere snakker om det samme senteret.
network-former-title = Har vært med
step-here = Det er her du er nå.
step-in-step = Har det samme som oss.
step-behind = Er i ferd med å hente det siste.
step-behind-count = { $count ->
    [one] Mangler én ting og er i ferd med å hente den.
   *[other] Mangler { $count } ting og er i ferd med å hente dem.
}
step-away = Vi får ikke kontakt akkurat nå.
step-away-since = Vi får ikke kontakt. Sist hørte vi fra dem { $moment }.
network-how-alone = Mister et senter nettet, virker siden deres likevel. Går en maskin i stykker, er ingenting av det som var delt, tapt.
network-how-signed = Alt er merket med hvilket senter det kommer fra, slik at ingen kan skrive i et annet senters navn. Et nytt senter blir med når noen som er med fra før, går god for det.
network-how-withdrawn = Trekker noen en fortelling tilbake, får alle sentrene beskjed, og hvert av dem svarer når den er fjernet.
network-all = Til sammen er det
network-published = Har publisert
network-stories = { $count ->
    [one] én fortelling
   *[other] { $count } fortellinger
}
network-stories-few = noen få fortellinger
network-entries = { $count ->
    [one] én oppføring i katalogen
   *[other] { $count } oppføringer i katalogen
}
network-events = { $count ->
    [one] ett arrangement
   *[other] { $count } arrangementer
}
network-resources = { $count ->
    [one] én ressurs
   *[other] { $count } ressurser
}
network-articles = { $count ->
    [one] én sak
   *[other] { $count } saker
}
network-former-lead = Det disse publiserte mens de var med, kan fortsatt stå her.
step-away-today = Vi får ikke kontakt akkurat nå. Sist hørte vi fra dem i dag kl. { $time }.
