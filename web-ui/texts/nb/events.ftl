## Arrangementer

event-daily = Hver dag
event-weekly = Hver { $days }
event-fortnightly = Annenhver { $days }
event-weeks = Hver { $weeks }. uke, på { $days }
event-monthly = { $which } { $day } i måneden
event-monthly-day = Den { $day }. i hver måned
event-yearly = Hvert år
event-first = Første
event-second = Andre
event-third = Tredje
event-fourth = Fjerde
event-last = Siste
event-until = { $often } til og med { $date }
event-times = { $often }, { $count ->
    [one] én gang
   *[other] { $count } ganger
}
event-when = Når
event-next = De neste gangene
event-more-dates = og flere ganger etter det
event-since = Første gang { $date }
event-zone = Klokka gjelder { $zone }.
event-where = Hvor
event-online = På nett
event-price = Pris
event-price-until = til og med { $date }
event-price-over = gjaldt til og med { $date }
event-registration = Påmelding
event-register = Meld deg på
event-deadline = Frist: { $date }
event-deadline-over = Fristen gikk ut { $date }
event-capacity = Plasser
event-capacity-count = { $count ->
    [one] Én plass
   *[other] { $count } plasser
}
event-organisers = Arrangør
event-collaborators = I samarbeid med
event-over = Over
event-over-long = Dette er over.
event-cancelled-long = Avlyst. Dette blir det ikke noe av.
event-tentative-long = Dette er ikke endelig bestemt. Tid eller sted kan bli endret.
event-calendar = Legg i kalenderen din
event-about = Om arrangementet
events-coming = Alt framover
events-months = Måneder
events-none = Det er ikke noe på kalenderen her ennå.
events-none-month = Det er ikke noe på kalenderen denne måneden.
events-count = { $count ->
    [0] Ingen arrangementer
    [one] Ett arrangement
   *[other] { $count } arrangementer
}
events-feed = Få alt dette i din egen kalender
events-feed-how = Kopier adressen til lenken inn der du abonnerer på kalendere. Da kommer også det som er nytt, og det som blir avlyst.
filter-mode = Hvordan
