## Katalogen

directory-lead = Senter, organisasjonar og tilbod i heile landet. Sentera i nettverket held oversikta saman.
directory-where = Kvar i landet?
directory-where-lead = Vel fylke på kartet eller i lista.
directory-map = Kart over fylka
directory-map-credit = Kart: © Kartverket, forenkla.
directory-in = { $place }: { $count ->
    [one] éi oppføring
   *[other] { $count } oppføringar
}
directory-count = { $count ->
    [0] Ingen oppføringar
    [one] Éi oppføring
   *[other] { $count } oppføringar
}
directory-whole-country = Heile landet
directory-none = Det står ingen i katalogen enno.
directory-my-municipality = Alt i min kommune
directory-meant = Meinte du { $place }?
directory-narrow = Vel stad, type og anna
directory-municipality = Kommune
directory-municipality-all = Heile fylket
directory-offer = Kan vere med på
directory-offer-all = Alt
directory-accessibility = Tilgjenge
directory-accessibility-all = Uansett
directory-option = { $name } ({ $count })
entry-unconfirmed = Ikkje sjekka på over eitt år
entry-step-free = Trinnfritt
entry-centre = Senter i nettverket
entry-national = Heile landet

opening-whole-hour = { $hour }
opening-clock = { $hour }.{ $minute }
opening-open = Ope no til { $time }
opening-later = Opnar i dag kl. { $time }
opening-closed = Stengt no.
opening-closed-today = Stengt i dag.
opening-tomorrow = Opnar i morgon kl. { $time }.
opening-next = Opnar { $day } kl. { $time }.
opening-remark = Sjå merknaden.
opening-perhaps = I dag { $from }–{ $to }, men sjå merknaden: { $note }
opening-from-to = { $from }–{ $to }
opening-week = Opningstider gjennom veka
opening-today = i dag
opening-closed-day = Stengt
opening-holiday-today = I dag er det { $name }. Opningstidene kan vere annleis, så ring gjerne først.
opening-holiday = { $date } er det { $name }. Då kan opningstidene vere annleis.

holiday-new_year = første nyttårsdag
holiday-maundy_thursday = skjærtorsdag
holiday-good_friday = langfredag
holiday-easter_eve = påskeaftan
holiday-easter = første påskedag
holiday-easter_monday = andre påskedag
holiday-labour_day = 1. mai
holiday-constitution_day = 17. mai
holiday-ascension = Kristi himmelfartsdag
holiday-whit_sunday = første pinsedag
holiday-whit_monday = andre pinsedag
holiday-christmas_eve = julaftan
holiday-christmas = første juledag
holiday-boxing_day = andre juledag
holiday-new_year_eve = nyttårsaftan

offer-open_house = Ope hus
offer-conversation_group = Samtalegruppe
offer-peer_support = Samtale med ein som har vore der sjølv
offer-relatives_group = Gruppe for pårørande
offer-outdoors = Friluftsliv
offer-physical_activity = Trening og rørsle
offer-music = Musikk
offer-art_craft = Kunst og handverk
offer-shared_meals = Felles måltid
offer-work_training = Arbeidstrening
offer-self_strengthening_course = Sjølvstyrkingskurs
offer-trips = Turar

## Éi oppføring

entry-open-title = Opningstider
entry-contact-title = Kontakt
entry-where-title = Her finn du oss
entry-services-title = Tilbod
entry-offers-title = Dette kan du vere med på
entry-accessibility-title = Tilgjenge
entry-for-whom = For dei som bur i
entry-belongs-title = Heng saman med
entry-parent = Høyrer til
entry-children = Desse høyrer til her
entry-events-title = Skjer framover
entry-stories-title = Nye forteljingar
entry-articles-title = Aktuelt
entry-resources-title = Kunnskap
entry-map = Opne i kartappen din
entry-story-contact = Vil du fortelje noko?
entry-story-contact-lead = Snakk gjerne med nokon før du skriv. Du forpliktar deg ikkje til noko.
entry-assured = Sjekka { $date }.
entry-assured-long-ago = Sjekka { $date }. Det er over eitt år sidan, så ring gjerne og spør om det framleis stemmer.
entry-resting = Senteret held pause.
entry-closed = Senteret er lagt ned.
entry-closed-successor = Senteret er lagt ned. { $hub } fører arbeidet vidare.
entry-alert = Viktig no
entry-user-led = Drive av folk med eiga erfaring

## Ein stad

place-choose-title = Alt i min kommune
place-choose-lead = Skriv namnet på kommunen din, eller finn han under fylket.
place-search = Kommune
place-search-button = Vis
place-unknown = Vi kjenner ingen kommune som heiter det. Prøv med byrjinga av namnet, eller finn han under fylket.
place-several = Fleire kommunar passar. Kva for ein meiner du?
place-lead = Kven som er til for deg som bur her, og kva som skjer framover.
place-own = Til for dei som bur her
place-county-wide = For heile fylket
place-national = For heile landet
place-in-county = Senter og tilbod i fylket
place-own-none = Vi kjenner ingen som held til her enno. Sjå kven som er til for heile fylket og heile landet.
place-events = Skjer framover
place-events-nearby = Skjer elles i fylket
place-events-none = Vi kjenner ikkje til noko som skjer her framover.
place-resources = Kunnskap og døme herifrå
place-municipalities = Kommunane i fylket
place-title = Alt i { $name }
place-other = Vel ein annan kommune
place-whole-county = Sjå heile fylket
