## Katalogen

directory-lead = Sentre, organisasjoner og tilbud i hele landet. Sentrene i nettverket holder oversikten sammen.
directory-where = Hvor i landet?
directory-where-lead = Velg fylke på kartet eller i lista.
directory-map = Kart over fylkene
directory-map-credit = Kart: © Kartverket, forenklet.
directory-in = { $place }: { $count ->
    [one] én oppføring
   *[other] { $count } oppføringer
}
directory-count = { $count ->
    [0] Ingen oppføringer
    [one] Én oppføring
   *[other] { $count } oppføringer
}
directory-whole-country = Hele landet
directory-none = Det står ingen i katalogen ennå.
directory-my-municipality = Alt i min kommune
directory-meant = Mente du { $place }?
directory-narrow = Velg sted, type og annet
directory-municipality = Kommune
directory-municipality-all = Hele fylket
directory-offer = Kan være med på
directory-offer-all = Alt
directory-accessibility = Tilgjengelighet
directory-accessibility-all = Uansett
directory-option = { $name } ({ $count })
entry-unconfirmed = Ikke sjekket på over ett år
entry-step-free = Trinnfritt
entry-centre = Senter i nettverket
entry-national = Hele landet

opening-whole-hour = { $hour }
opening-clock = { $hour }.{ $minute }
opening-open = Åpent nå til { $time }
opening-later = Åpner i dag kl. { $time }
opening-closed = Stengt nå.
opening-closed-today = Stengt i dag.
opening-tomorrow = Åpner i morgen kl. { $time }.
opening-next = Åpner { $day } kl. { $time }.
opening-remark = Se merknaden.
opening-perhaps = I dag { $from }–{ $to }, men se merknaden: { $note }
opening-from-to = { $from }–{ $to }
opening-week = Åpningstider gjennom uka
opening-today = i dag
opening-closed-day = Stengt
opening-holiday-today = I dag er det { $name }. Åpningstidene kan være annerledes, så ring gjerne først.
opening-holiday = { $date } er det { $name }. Da kan åpningstidene være annerledes.

holiday-new_year = første nyttårsdag
holiday-maundy_thursday = skjærtorsdag
holiday-good_friday = langfredag
holiday-easter_eve = påskeaften
holiday-easter = første påskedag
holiday-easter_monday = andre påskedag
holiday-labour_day = 1. mai
holiday-constitution_day = 17. mai
holiday-ascension = Kristi himmelfartsdag
holiday-whit_sunday = første pinsedag
holiday-whit_monday = andre pinsedag
holiday-christmas_eve = julaften
holiday-christmas = første juledag
holiday-boxing_day = andre juledag
holiday-new_year_eve = nyttårsaften

offer-open_house = Åpent hus
offer-conversation_group = Samtalegruppe
offer-peer_support = Samtale med en som har vært der selv
offer-relatives_group = Gruppe for pårørende
offer-outdoors = Friluftsliv
offer-physical_activity = Trening og bevegelse
offer-music = Musikk
offer-art_craft = Kunst og håndverk
offer-shared_meals = Felles måltider
offer-work_training = Arbeidstrening
offer-self_strengthening_course = Selvstyrkingskurs
offer-trips = Turer

## Én oppføring

entry-open-title = Åpningstider
entry-contact-title = Kontakt
entry-where-title = Her finner du oss
entry-services-title = Tilbud
entry-offers-title = Dette kan du være med på
entry-accessibility-title = Tilgjengelighet
entry-for-whom = For dem som bor i
entry-belongs-title = Henger sammen med
entry-parent = Hører til
entry-children = Disse hører til her
entry-events-title = Skjer framover
entry-stories-title = Nye fortellinger
entry-articles-title = Aktuelt
entry-resources-title = Kunnskap
entry-map = Åpne i kartappen din
entry-story-contact = Vil du fortelle noe?
entry-story-contact-lead = Snakk gjerne med noen før du skriver. Du forplikter deg ikke til noe.
entry-assured = Sjekket { $date }.
entry-assured-long-ago = Sjekket { $date }. Det er over ett år siden, så ring gjerne og spør om det fortsatt stemmer.
entry-resting = Senteret holder pause.
entry-closed = Senteret er lagt ned.
entry-closed-successor = Senteret er lagt ned. { $hub } fører arbeidet videre.
entry-alert = Viktig nå
entry-user-led = Drevet av folk med egen erfaring

## Et sted

place-choose-title = Alt i min kommune
place-choose-lead = Skriv navnet på kommunen din, eller finn den under fylket.
place-search = Kommune
place-search-button = Vis
place-unknown = Vi kjenner ingen kommune som heter det. Prøv med begynnelsen av navnet, eller finn den under fylket.
place-several = Flere kommuner passer. Hvilken mener du?
place-lead = Hvem som er til for deg som bor her, og hva som skjer framover.
place-own = Til for dem som bor her
place-county-wide = For hele fylket
place-national = For hele landet
place-in-county = Sentre og tilbud i fylket
place-own-none = Vi kjenner ingen som holder til her, ennå. Se hvem som er til for hele fylket og hele landet.
place-events = Skjer framover
place-events-nearby = Skjer ellers i fylket
place-events-none = Vi kjenner ikke til noe som skjer her framover.
place-resources = Kunnskap og eksempler herfra
place-municipalities = Kommunene i fylket
place-title = Alt i { $name }
place-other = Velg en annen kommune
place-whole-county = Se hele fylket
