## Nettverket

network-lead = { $network } er sentre som står sammen. Alle er likestilte, og det finnes ikke noe hovedkontor.
network-how = Det ett senter publiserer, har de andre også. Går en maskin i stykker, er ingenting tapt. Et nytt senter blir med når noen som er med fra før, går god for det.
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
