## Nettverket

network-lead = { $network } er senter som står saman. Alle er likestilte, og det finst ikkje noko hovudkontor.
network-how = Det eitt senter publiserer, har dei andre òg. Går ei maskin i stykke, er ingenting tapt. Eit nytt senter blir med når nokon som er med frå før, går god for det.
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
