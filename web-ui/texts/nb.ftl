# Bokmål. Skriv slik en god medarbeider på senteret ville sagt det høyt.

## Felles

skip = Gå til innholdet
nav-main = Hovedmeny
nav-languages = Språk
yes = Ja
no = Nei
list-and = og
list-and-others = { $count ->
    [one] og ett til
   *[other] og { $count } til
}
themes = Temaer
untitled = Uten tittel
problem-prefix = Feil
confirmed-by = Bekreftet av { $hub }.
contact-call = Ring { $name } på { $phone }.
contact-call-hours = Ring { $name } på { $phone } ({ $hours }).
invented = Alt innhold her er oppdiktet, for å vise hvordan det virker.

## Delene av nettstedet

section-stories = Fortellinger
section-stories-about = Mennesker forteller om veien videre: om møter som betydde noe, om det som hjalp, og om det som sto i veien.
section-directory = Katalog
section-directory-about = Sentre, organisasjoner og tilbud i hele landet.
section-events = Arrangementer
section-events-about = Kurs, konferanser, samlinger og møter.
section-resources = Kunnskap
section-resources-about = Tiltak, eksempler og veiledere som andre har hatt nytte av.
section-articles = Aktuelt
section-articles-about = Nytt fra sentrene, invitasjoner til å fortelle, og rapporter.
section-network = Nettverket
section-network-about = Sentrene vi er sammen med, og hvordan vi holder hverandre oppdatert.

## Datoer og tall

month-1 = januar
month-2 = februar
month-3 = mars
month-4 = april
month-5 = mai
month-6 = juni
month-7 = juli
month-8 = august
month-9 = september
month-10 = oktober
month-11 = november
month-12 = desember
date = { $day }. { $month } { $year }
date-day = { $day }. { $month }
date-month = { $month } { $year }
time = { $hour }.{ $minute }
date-and-time = { $date } kl. { $time }
price = { $kroner } kr
price-free = gratis
price-until = til og med { $date }

## Hjelp nå

crisis-title = Trenger du hjelp nå?
crisis-lead = Du trenger ikke være sikker på at det er alvorlig nok. Du kan ringe likevel.
help-emergency = når det er fare for liv
help-medical = legevakten
help-mental-health = Mental Helse
help-church = Kirkens SOS
help-children = Alarmtelefonen for barn og unge
help-violence = Vold- og overgrepslinjen
exit = Forlat siden
exit-label = Forlat siden fort
exit-note = Nettleseren husker besøket. Det kan vi ikke slette.

## Nederst på siden

footer-network = { $hub } er med i { $network }.
footer-quiet = Her er det ingen informasjonskapsler, og ingen følger med på hva du leser.

## Forsiden

home-welcome = Velkommen. Her kan du lese hva andre har opplevd, og finne steder der du kan møte dem.
home-newest = Nye fortellinger
home-events = Dette skjer framover
home-ways = Mer å se på
banner-alone = Senteret står alene foreløpig og er ikke med i noe nettverk.
banner-asking = Senteret har bedt om å få være med i nettverket. Vi venter på svar.
banner-restored = Vi er nettopp i gang igjen etter et uhell med maskinen. Fortellingene kommer tilbake så snart vi har hørt om noen er trukket tilbake i mellomtiden.
banner-resting = Senteret holder pause.
banner-closed = Senteret er lagt ned. Fortellingene blir tatt vare på av de andre sentrene.
banner-closed-successor = Senteret er lagt ned. { $hub } fører arbeidet videre.

## Lister og søk

search-words = Søk
search-button = Søk
search-narrow = Velg hva du vil se
search-clear = Vis alt
search-nothing = Vi fant ingenting som passer. Prøv med færre ord, eller velg litt bredere.
filter-theme = Tema
filter-theme-all = Alle temaer
filter-role = Hvem forteller
filter-role-all = Alle
filter-area = Om
filter-area-all = Både psykisk helse og rus
filter-county = Fylke
filter-county-all = Hele landet
filter-type = Type
filter-type-all = Alle typer
stories-count = { $count ->
    [0] Ingen fortellinger
    [one] Én fortelling
   *[other] { $count } fortellinger
}
stories-none = Det er ingen fortellinger her ennå.
stories-all = Alle fortellinger
list-count = { $count ->
    [0] Ingen treff
    [one] Ett treff
   *[other] { $count } treff
}
list-none = Det er ikke noe her ennå.
pages = Flere sider
pages-previous = Forrige
pages-next = Neste
pages-where = { $from }–{ $to } av { $total }

## En fortelling

told-by = Fortalt av { $name }
told-anonymously = Fortalt anonymt
warnings-title = Før du leser
warnings-short = Her møter du { $warnings }.
warnings-long = I denne fortellingen møter du { $warnings }.
warnings-choice = Du bestemmer selv om du vil lese, og når.
warnings-help = Noen å snakke med
warnings-open = Les fortellingen
warnings-pass = Vis meg heller andre fortellinger
story-about = Om denne fortellingen
story-field = Handler om
story-helped = Dette hjalp
story-hindered = Dette sto i veien
story-county = Fylke
story-anonymisation = Endret av hensyn til andre
story-month = Publisert
story-address = Fast adresse
story-cite = Slik siterer du
story-use = Fortellingen kan leses, lenkes til og siteres så lenge den står her.
story-withdraw-lead = Er dette din fortelling, kan du ta den tilbake når du vil:
cite-anonymous = Anonym
about-me-title = Handler fortellingen om deg?
about-me = Kjenner du igjen deg selv eller noen du er glad i, og skulle ønske at noe var annerledes?

## Oppføringer

document-modified = Sist endret { $month }.
conflicts-title = To sentre har skrevet ulikt her
conflicts-lead = Over ser du det ene. Dette har andre skrevet. Ring gjerne og spør hva som stemmer.
conflicts-by = – skrevet av { $hub }

## Trekke tilbake

withdraw-title = Trekk tilbake fortellingen din
withdraw-lead = Fortellingen er din. Du kan ta den tilbake når du vil, og du trenger ikke å si hvorfor.
withdraw-problem = Koden ble ikke tatt imot. Se hva som står ved feltet.
withdraw-change-title = Vil du heller ha noe endret?
withdraw-change = Kanskje er det et navn, et sted eller en setning som ikke kjennes riktig lenger. Da kan vi rette det, og resten kan bli stående.
withdraw-change-contact = Snakk med senteret som tok imot fortellingen.
withdraw-find-centre = Finn senteret i katalogen
withdraw-what-title = Dette skjer når du trekker den tilbake
withdraw-what-here = Fortellingen blir fjernet fra maskinen vår med en gang, sammen med kommentarene til den.
withdraw-what-others = De andre sentrene i nettverket får beskjed og fjerner den hos seg.
withdraw-what-away = Er et senter uten nett akkurat nå, fjerner det fortellingen når det er tilbake.
withdraw-what-receipts = Du får en egen side der du kan se hvem som har svart.
withdraw-what-final = Det kan ikke gjøres om.
withdraw-not-title = Dette kan vi ikke kalle tilbake
withdraw-not = Det som er trykt på papir. Oppgaver og artikler som har sitert fortellingen. Kopier som noen har lagret selv. Det søkemotorer har husket.
withdraw-code-title = Koden din
withdraw-off = Skjemaet er stengt her, for denne siden er ikke åpnet over en sikker forbindelse (HTTPS), og da kunne andre ha lest koden på veien.
withdraw-off-instead = Koden virker hos alle sentre i nettverket. Bruk siden til et annet senter, eller ring oss.
withdraw-lost = Har du mistet koden? Ta kontakt med senteret, så finner dere en vei sammen.
withdraw-button = Trekk tilbake fortellingen
code-label = Kode
code-hint = Den står på lappen du fikk: sju grupper med fire tegn. Store eller små bokstaver og mellomrom har ingenting å si.
code-empty = Skriv inn koden først.
code-length = Koden skal ha 28 tegn. Se om noe mangler, eller om noe har kommet med to ganger.
code-character = Her er det et tegn som ikke hører hjemme i en kode. Den har bare tall og bokstaver, og aldri Æ, Ø eller Å.
code-check = Noe er skrevet feil. Se på lappen en gang til. Det er lett å bytte om to tegn.
code-too-many = Det er prøvd mange ganger herfra nå. Vent noen minutter og prøv igjen. Koden din virker fortsatt.
code-no-room = Maskinen vår kan ikke ta imot flere koder akkurat nå. Koden din virker hos alle sentre i nettverket, så prøv gjerne hos et annet.

## Kvitteringer

receipts-title = Kvitteringer
receipts-summary = Fjernet hos { $done } av { $total }.
receipts-none-yet = Ingen har svart ennå.
receipts-waiting = Venter på { $hub }.
receipts-waiting-since = Venter på { $hub } siden { $date }.
receipts-waiting-more = { $count ->
    [one] Venter på ett senter til.
   *[other] Venter på { $count } sentre til.
}
receipts-unknown = Koden er tatt imot. Ingen vi har snakket med så langt, kjenner fortellingen, men vi spør alle vi får kontakt med.
receipts-bookmark = Du kan lagre siden som bokmerke og komme tilbake når du vil. Her står det ikke hva fortellingen het, eller hvem som fortalte den.
receipts-again = Se etter nye kvitteringer
receipts-waiting-title = Disse venter vi på
receipts-waiting-lead = Kanskje er maskinen slått av eller uten nett. De får beskjed så snart de er tilbake, og du trenger ikke å gjøre noe.
receipts-since = Siden { $date }.
receipts-machines = { $count ->
    [one] Én maskin har ikke svart.
   *[other] { $count } maskiner har ikke svart.
}
receipts-list-title = Disse har svart
receipts-machine = Maskin: { $machine }.
receipts-removed = Fjernet.
receipts-removed-on = Fjernet { $date }.
receipts-meaning = «Fjernet» betyr at maskinen ikke har fortellingen, at nøkkelen den kan ha vært låst med, er overskrevet, og at maskinen ikke tar den imot igjen.
receipts-closed-title = Sentre som er lagt ned
receipts-closed = Disse finnes ikke lenger og kan ikke svare.
receipts-outside-title = Utenfor nettverket
receipts-outside = Disse kan ha hatt fortellingen, og er ikke lenger med i nettverket. Vi vet ikke hva de har gjort med den.

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

## Når noe ikke kan vises

not-found-title = Denne siden finnes ikke
not-found = Kanskje er adressen skrevet litt feil.
story-gone-title = Denne fortellingen er ikke her lenger.
story-gone = Det er mange andre fortellinger å lese.
gone-title = Denne siden er ikke her lenger.
gone = Kanskje finner du noe annet som hjelper.
held-title = Skjult for nå
held = Denne siden er skjult for nå. Den kan komme tilbake senere.
being-corrected-title = Denne siden blir rettet
being-corrected = En ny utgave er på vei. Prøv igjen om litt.
just-restored-title = Fortellingene kommer snart tilbake
just-restored = Vi er nettopp i gang igjen etter et uhell med maskinen. Før vi viser fortellinger, spør vi de andre sentrene om noen er trukket tilbake i mellomtiden.
busy-title = Det er travelt her akkurat nå
busy = Vent litt og prøv igjen.
bad-request-title = Dette forsto vi ikke
bad-request = Adressen eller skjemaet inneholder noe vi ikke kjenner til. Gå tilbake og prøv en gang til.
not-allowed-title = Det går ikke an her
not-allowed = Denne siden kan leses, men den tar ikke imot noe.
too-slow-title = Det tok for lang tid
too-slow = Forbindelsen var for treg denne gangen. Prøv en gang til.
too-large-title = Det ble for mye på en gang
too-large = Det du sendte, er større enn det vi kan ta imot. Del det gjerne opp.
too-many-title = Litt for mange forsøk
too-many = Vent litt, så kan du prøve igjen.
internal-title = Noe gikk galt hos oss
internal = Det er ikke noe du har gjort. Prøv igjen om litt, eller ring senteret.
retry-seconds = { $count ->
    [one] Prøv igjen om ett sekund.
   *[other] Prøv igjen om { $count } sekunder.
}
retry-minutes = { $count ->
    [one] Prøv igjen om ett minutt.
   *[other] Prøv igjen om { $count } minutter.
}
onward-stories = Les fortellinger
onward-home = Til forsiden

## Koder

kind-story = Fortelling
kind-hub = Senter
kind-organisation = Organisasjon
kind-event = Arrangement
kind-resource = Kunnskap
kind-article = Aktuelt

language-nb = Bokmål
language-nn = Nynorsk
language-se = Nordsamisk
language-en = Engelsk

theme-connectedness = Tilhørighet
theme-hope = Håp
theme-identity = Identitet
theme-meaning = Mening
theme-empowerment = Egenmakt

role-service_user = Jeg forteller om mitt eget liv
role-relative = Jeg er pårørende
role-bereaved = Jeg har mistet noen
role-both = Jeg er pårørende og forteller også om mitt eget liv
role-peer_worker = Jeg er erfaringskonsulent

area-mental_health = Psykisk helse
area-substance_use = Rus
area-both = Psykisk helse og rus

warning-violence = vold
warning-abuse = overgrep
warning-self_harm = selvskading
warning-suicide = selvmord
warning-eating_disorder = spiseforstyrrelse
warning-substance_use = rusbruk
warning-coercion = tvang
warning-death_grief = sorg etter dødsfall
warning-child_affected = barn som har det vondt
warning-discrimination = diskriminering
warning-strong_language = sterkt språk

factor-relationship = Et menneske
factor-activity = Noe å gjøre
factor-work = Arbeid
factor-housing = Bolig
factor-treatment = Behandling
factor-own_choices = Egne valg
factor-nature_culture = Natur og kultur
factor-faith = Tro
factor-network = Nettverk
factor-participation = Å få være med og bestemme
factor-coercion = Tvang
factor-stigma = Fordommer

trajectory-upward = Det gikk oppover
trajectory-up_and_down = Det gikk opp og ned
trajectory-steady = Det holdt seg jevnt
trajectory-in_the_middle = Midt i det
trajectory-unresolved = Ikke avklart

anonymisation-none = Ingenting er endret
anonymisation-partial = Noe er endret eller tatt bort
anonymisation-names_and_places_removed = Navn og steder er tatt bort

county-03 = Oslo
county-11 = Rogaland
county-15 = Møre og Romsdal
county-18 = Nordland – Nordlánnda
county-31 = Østfold
county-32 = Akershus
county-33 = Buskerud
county-34 = Innlandet
county-39 = Vestfold
county-40 = Telemark
county-42 = Agder
county-46 = Vestland
county-50 = Trøndelag – Trööndelage
county-55 = Troms – Romsa – Tromssa
county-56 = Finnmark – Finnmárku – Finmarkku

audience-users_relatives = Brukere og pårørende
audience-health_staff = Ansatte i helse- og sosialtjenesten
audience-services = NAV og andre tjenester
audience-academia = Utdanning og forskning

organisation-type-regional_user_run_centre = Regionalt brukerstyrt senter
organisation-type-local_user_run_centre = Lokalt brukerstyrt senter
organisation-type-user_organisation = Brukerorganisasjon
organisation-type-relatives_organisation = Pårørendeorganisasjon
organisation-type-self_help = Selvhjelp
organisation-type-clubhouse = Fontenehus
organisation-type-competence_centre = Kompetansesenter
organisation-type-municipal_service = Kommunal tjeneste
organisation-type-specialist_service = Spesialisthelsetjeneste

service-status-active = Åpent
service-status-inactive = Ikke i gang
service-status-defunct = Lagt ned
service-status-temporarily_closed = Stengt for en tid

location-type-physical = Besøksadresse
location-type-postal = Postadresse
location-type-virtual = På nett

accessibility-step_free = Trinnfri adkomst
accessibility-accessible_toilet = Toalett for rullestolbrukere
accessibility-hearing_loop = Teleslynge
accessibility-quiet_room = Stille rom

weekday-mo = mandag
weekday-tu = tirsdag
weekday-we = onsdag
weekday-th = torsdag
weekday-fr = fredag
weekday-sa = lørdag
weekday-su = søndag

hub-state-active = Åpent
hub-state-resting = Holder pause
hub-state-closed = Lagt ned

event-type-course = Kurs
event-type-conference = Konferanse
event-type-seminar_day = Fagdag
event-type-network_gathering = Nettverkssamling
event-type-meeting = Møte
event-type-dialogue_conference = Dialogkonferanse
event-type-online = Nettmøte
event-type-activity = Aktivitet

event-mode-physical = Oppmøte
event-mode-online = På nett
event-mode-hybrid = Oppmøte eller på nett

event-state-confirmed = Som planlagt
event-state-tentative = Ikke endelig bestemt
event-state-cancelled = Avlyst

resource-type-measure = Tiltak
resource-type-example = Eksempel
resource-type-guide = Veileder
resource-type-writing_guide = Skriveveileder
resource-type-checklist = Sjekkliste
resource-type-project = Prosjekt
resource-type-report = Rapport
resource-type-course_material = Kursmateriell

involvement-informed = Brukere ble informert
involvement-consulted = Brukere ble spurt
involvement-involved = Brukere var med
involvement-user_led = Brukere ledet arbeidet

evidence-experience = Bygger på erfaring
evidence-evaluated = Er evaluert
evidence-researched = Er forsket på

phase-planned = Planlagt
phase-running = I gang
phase-finished = Avsluttet

article-type-news = Nyhet
article-type-call = Vi søker fortellinger
article-type-report = Rapport

member-state-member = Er med
member-state-asking = Ber om å få være med
member-state-alone = Står alene
member-state-barred = Satt utenfor etter innvendinger
member-state-resigned = Har gått ut

label-type = Type
label-orgnr = Organisasjonsnummer
label-short_name = Kortnavn
label-parent = Hører til
label-phones = Telefon
label-email = E-post
label-website = Nettsted
label-url = Nettadresse
label-addresses = Adresser
label-locations = Steder
label-location_type = Slags sted
label-address = Adresse
label-place = Sted
label-county = Fylke
label-municipality = Kommune
label-opening_hours = Åpningstider
label-schedules = Åpningstider
label-accessibility = Tilgjengelighet
label-offer = Dette kan du være med på
label-services = Tilbud
label-service_area = For dem som bor i
label-national = Hele landet
label-story_contact = Vil du fortelle? Snakk med
label-curation_policy = Slik velger vi fortellinger
label-moderation_rules = Regler for kommentarer
label-privacy_notice = Personvern
label-state = Status
label-status = Status
label-successor = Arbeidet føres videre av
label-description = Om
label-eligibility = For hvem
label-fees = Pris
label-how_to_apply = Slik får du plass
label-languages = Språk
label-user_led = Drevet av brukere
label-assured_on = Sjekket
label-alert = Viktig
label-when = Når
label-recurrence = Gjentas
label-mode = Hvordan
label-organisers = Arrangør
label-collaborators = I samarbeid med
label-prices = Pris
label-capacity = Antall plasser
label-registration = Påmelding
label-deadline = Påmeldingsfrist
label-audience = Passer for
label-themes = Temaer
label-responsible = Ansvarlig
label-background = Bakgrunn
label-goals = Mål
label-steps = Slik gjør dere det
label-involvement = Brukermedvirkning
label-results = Resultater
label-evidence = Hva vi vet
label-period = Tidsrom
label-phase = Hvor langt det er kommet
label-partners = Sammen med
label-sites = Steder
label-checklist = Sjekkliste
label-review_due = Ses på igjen
label-byline = Skrevet av
label-about = Om
label-published = Publisert
label-updated = Oppdatert
label-licence = Bruk
label-name = Navn
label-title = Tittel
label-summary = Sammendrag
label-body = Tekst
label-contact = Kontakt
