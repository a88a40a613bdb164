## Kodar

kind-story = Forteljing
kind-hub = Senter
kind-organisation = Organisasjon
kind-event = Arrangement
kind-resource = Kunnskap
kind-article = Aktuelt

language-nb = Bokmål
language-nn = Nynorsk
language-se = Nordsamisk
language-en = Engelsk

theme-connectedness = Tilhøyrsle
theme-hope = Håp
theme-identity = Identitet
theme-meaning = Meining
theme-empowerment = Eigenmakt

role-service_user = Eg fortel om mitt eige liv
role-relative = Eg er pårørande
role-bereaved = Eg har mist nokon
role-both = Eg er pårørande og fortel òg om mitt eige liv
role-peer_worker = Eg er erfaringskonsulent

area-mental_health = Psykisk helse
area-substance_use = Rus
area-both = Psykisk helse og rus

warning-violence = vald
warning-abuse = overgrep
warning-self_harm = sjølvskading
warning-suicide = sjølvmord
warning-eating_disorder = eteforstyrring
warning-substance_use = rusbruk
warning-coercion = tvang
warning-death_grief = sorg etter dødsfall
warning-child_affected = barn som har det vondt
warning-discrimination = diskriminering
warning-strong_language = sterkt språk

factor-relationship = Eit menneske
factor-activity = Noko å gjere
factor-work = Arbeid
factor-housing = Bustad
factor-treatment = Behandling
factor-own_choices = Eigne val
factor-nature_culture = Natur og kultur
factor-faith = Tru
factor-network = Nettverk
factor-participation = Å få vere med og bestemme
factor-coercion = Tvang
factor-stigma = Fordommar

trajectory-upward = Det gjekk oppover
trajectory-up_and_down = Det gjekk opp og ned
trajectory-steady = Det heldt seg jamt
trajectory-in_the_middle = Midt i det
trajectory-unresolved = Ikkje avklart

anonymisation-none = Ingenting er endra
anonymisation-partial = Noko er endra eller teke bort
anonymisation-names_and_places_removed = Namn og stader er tekne bort

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

audience-users_relatives = Brukarar og pårørande
audience-health_staff = Tilsette i helse- og sosialtenesta
audience-services = NAV og andre tenester
audience-academia = Utdanning og forsking

organisation-type-regional_user_run_centre = Regionalt brukarstyrt senter
organisation-type-local_user_run_centre = Lokalt brukarstyrt senter
organisation-type-user_organisation = Brukarorganisasjon
organisation-type-relatives_organisation = Pårørandeorganisasjon
organisation-type-self_help = Sjølvhjelp
organisation-type-clubhouse = Fontenehus
organisation-type-competence_centre = Kompetansesenter
organisation-type-municipal_service = Kommunal teneste
organisation-type-specialist_service = Spesialisthelseteneste

service-status-active = Ope
service-status-inactive = Ikkje i gang
service-status-defunct = Lagt ned
service-status-temporarily_closed = Stengt for ei tid

location-type-physical = Besøksadresse
location-type-postal = Postadresse
location-type-virtual = På nett

accessibility-step_free = Trinnfri tilkomst
accessibility-accessible_toilet = Toalett for rullestolbrukarar
accessibility-hearing_loop = Teleslyngje
accessibility-quiet_room = Stille rom

weekday-mo = måndag
weekday-tu = tysdag
weekday-we = onsdag
weekday-th = torsdag
weekday-fr = fredag
weekday-sa = laurdag
weekday-su = sundag

hub-state-active = Ope
hub-state-resting = Held pause
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
event-state-tentative = Ikkje endeleg bestemt
event-state-cancelled = Avlyst

resource-type-measure = Tiltak
resource-type-example = Døme
resource-type-guide = Rettleiar
resource-type-writing_guide = Skriverettleiar
resource-type-checklist = Sjekkliste
resource-type-project = Prosjekt
resource-type-report = Rapport
resource-type-course_material = Kursmateriell

involvement-informed = Brukarar vart informerte
involvement-consulted = Brukarar vart spurde
involvement-involved = Brukarar var med
involvement-user_led = Brukarar leidde arbeidet

evidence-experience = Byggjer på erfaring
evidence-evaluated = Er evaluert
evidence-researched = Er forska på

phase-planned = Planlagt
phase-running = I gang
phase-finished = Avslutta

article-type-news = Nyhende
article-type-call = Vi søkjer forteljingar
article-type-report = Rapport

member-state-member = Er med
member-state-asking = Bed om å få vere med
member-state-alone = Står åleine
member-state-barred = Sett utanfor etter innvendingar
member-state-resigned = Har gått ut

label-type = Type
label-orgnr = Organisasjonsnummer
label-short_name = Kortnamn
label-parent = Høyrer til
label-phones = Telefon
label-email = E-post
label-website = Nettstad
label-url = Nettadresse
label-addresses = Adresser
label-locations = Stader
label-location_type = Slags stad
label-address = Adresse
label-place = Stad
label-county = Fylke
label-municipality = Kommune
label-opening_hours = Opningstider
label-schedules = Opningstider
label-accessibility = Tilgjenge
label-offer = Dette kan du vere med på
label-services = Tilbod
label-service_area = For dei som bur i
label-national = Heile landet
label-story_contact = Vil du fortelje? Snakk med
label-curation_policy = Slik vel vi forteljingar
label-moderation_rules = Reglar for kommentarar
label-privacy_notice = Personvern
label-accessibility_statement = Tilgjenge på nettstaden
label-state = Status
label-status = Status
label-successor = Arbeidet blir ført vidare av
label-description = Om
label-eligibility = For kven
label-fees = Pris
label-how_to_apply = Slik får du plass
label-languages = Språk
label-user_led = Drive av brukarar
label-assured_on = Sjekka
label-alert = Viktig
label-when = Når
label-recurrence = Blir gjenteke
label-mode = Korleis
label-organisers = Arrangør
label-collaborators = I samarbeid med
label-prices = Pris
label-capacity = Tal på plassar
label-registration = Påmelding
label-deadline = Påmeldingsfrist
label-audience = Passar for
label-themes = Tema
label-responsible = Ansvarleg
label-background = Bakgrunn
label-goals = Mål
label-steps = Slik gjer de det
label-involvement = Brukarmedverknad
label-results = Resultat
label-evidence = Kva vi veit
label-period = Tidsrom
label-phase = Kor langt det er kome
label-partners = Saman med
label-sites = Stader
label-checklist = Sjekkliste
label-review_due = Blir sett på att
label-byline = Skrive av
label-about = Om
label-published = Publisert
label-updated = Oppdatert
label-licence = Bruk
label-name = Namn
label-title = Tittel
label-summary = Samandrag
label-body = Tekst
label-contact = Kontakt
