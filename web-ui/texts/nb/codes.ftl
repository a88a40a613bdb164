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
label-accessibility_statement = Tilgjengelighet på nettstedet
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
