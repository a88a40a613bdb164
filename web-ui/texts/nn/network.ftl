## Nettverket

network-lead = { $network } er senter som står saman og deler det dei publiserer. Alle er likestilte, og det finst ikkje noko hovudkontor.
network-how = Kvart senter har si eiga maskin med heile samlinga på. Maskinene held kvarandre oppdaterte direkte, utan nokon i midten.
network-members = { $count ->
    [one] Eitt senter
   *[other] { $count } senter
}
network-founder = Med frå starten.
network-vouched = { $hubs } har gått god for senteret.
network-nobody-vouched = Ingen har gått god for senteret enno.
network-check-words = Kontrollord
network-asking-title = Bed om å få vere med
network-asking-lead = { $admit ->
    [one] Eit senter er med når eitt av dei andre går god for det.
   *[other] Eit senter er med når { $admit } av dei andre går god for det.
} Les kontrollorda for kvarandre på telefon først, så de veit at de snakkar om det same senteret.
network-former-title = Har vore med
step-here = Det er her du er no.
step-in-step = Har det same som oss.
step-behind = Er i ferd med å hente det siste.
step-behind-count = { $count ->
    [one] Manglar éin ting og er i ferd med å hente han.
   *[other] Manglar { $count } ting og er i ferd med å hente dei.
}
step-away = Vi får ikkje kontakt akkurat no.
step-away-since = Vi får ikkje kontakt. Sist høyrde vi frå dei { $moment }.
network-how-alone = Mistar eit senter nettet, verkar sida deira likevel. Går ei maskin i stykke, er ingenting av det som var delt, tapt.
network-how-signed = Alt er merkt med kva for eit senter det kjem frå, slik at ingen kan skrive i namnet til eit anna senter. Eit nytt senter blir med når nokon som er med frå før, går god for det.
network-how-withdrawn = Trekkjer nokon ei forteljing tilbake, får alle sentera beskjed, og kvart av dei svarer når ho er fjerna.
network-all = Til saman er det
network-published = Har publisert
network-stories = { $count ->
    [one] éi forteljing
   *[other] { $count } forteljingar
}
network-stories-few = nokre få forteljingar
network-entries = { $count ->
    [one] éi oppføring i katalogen
   *[other] { $count } oppføringar i katalogen
}
network-events = { $count ->
    [one] eitt arrangement
   *[other] { $count } arrangement
}
network-resources = { $count ->
    [one] éin ressurs
   *[other] { $count } ressursar
}
network-articles = { $count ->
    [one] éi sak
   *[other] { $count } saker
}
network-former-lead = Det desse publiserte medan dei var med, kan framleis stå her.
step-away-today = Vi får ikkje kontakt akkurat no. Sist høyrde vi frå dei i dag kl. { $time }.
