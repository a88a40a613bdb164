## Arrangement

event-daily = Kvar dag
event-weekly = Kvar { $days }
event-fortnightly = Annankvar { $days }
event-weeks = Kvar { $weeks }. veke, på { $days }
event-monthly = { $which } { $day } i månaden
event-monthly-day = Den { $day }. i kvar månad
event-yearly = Kvart år
event-first = Første
event-second = Andre
event-third = Tredje
event-fourth = Fjerde
event-last = Siste
event-until = { $often } til og med { $date }
event-times = { $often }, { $count ->
    [one] éin gong
   *[other] { $count } gonger
}
event-when = Når
event-next = Dei neste gongene
event-more-dates = og fleire gonger etter det
event-since = Første gong { $date }
event-zone = Klokka gjeld { $zone }.
event-where = Kvar
event-online = På nett
event-price = Pris
event-price-until = til og med { $date }
event-price-over = galdt til og med { $date }
event-registration = Påmelding
event-register = Meld deg på
event-deadline = Frist: { $date }
event-deadline-over = Fristen gjekk ut { $date }
event-capacity = Plassar
event-capacity-count = { $count ->
    [one] Éin plass
   *[other] { $count } plassar
}
event-organisers = Arrangør
event-collaborators = I samarbeid med
event-over = Over
event-over-long = Dette er over.
event-cancelled-long = Avlyst. Dette blir det ikkje noko av.
event-tentative-long = Dette er ikkje endeleg bestemt. Tid eller stad kan bli endra.
event-calendar = Legg i kalenderen din
event-about = Om arrangementet
events-coming = Alt framover
events-months = Månader
events-none = Det er ikkje noko på kalenderen her enno.
events-none-month = Det er ikkje noko på kalenderen denne månaden.
events-count = { $count ->
    [0] Ingen arrangement
    [one] Eitt arrangement
   *[other] { $count } arrangement
}
events-feed = Få alt dette i din eigen kalender
events-feed-how = Kopier adressa til lenkja inn der du abonnerer på kalendrar. Då kjem også det som er nytt, og det som blir avlyst.
filter-mode = Korleis
