# Nynorsk. Skriv slik ein god medarbeidar på senteret ville sagt det høgt.

## Felles

skip = Gå til innhaldet
nav-main = Hovudmeny
nav-languages = Språk
yes = Ja
no = Nei
list-and = og
list-and-others = { $count ->
    [one] og eitt til
   *[other] og { $count } til
}
themes = Tema
untitled = Utan tittel
problem-prefix = Feil
confirmed-by = Stadfesta av { $hub }.
contact-call = Ring { $name } på { $phone }.
contact-call-hours = Ring { $name } på { $phone } ({ $hours }).
invented = Alt innhaldet her er oppdikta, for å vise korleis det verkar.

## Delane av nettstaden

section-stories = Forteljingar
section-stories-about = Menneske fortel om vegen vidare: om møte som betydde noko, om det som hjelpte, og om det som stod i vegen.
section-directory = Katalog
section-directory-about = Senter, organisasjonar og tilbod i heile landet.
section-events = Arrangement
section-events-about = Kurs, konferansar, samlingar og møte.
section-resources = Kunnskap
section-resources-about = Tiltak, døme og rettleiarar som andre har hatt nytte av.
section-articles = Aktuelt
section-articles-about = Nytt frå sentra, invitasjonar til å fortelje, og rapportar.
section-network = Nettverket
section-network-about = Sentra vi er saman med, og korleis vi held kvarandre oppdaterte.

## Datoar og tal

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

## Hjelp no

crisis-title = Treng du hjelp no?
crisis-lead = Du treng ikkje vere sikker på at det er alvorleg nok. Du kan ringje likevel.
help-emergency = når det er fare for liv
help-medical = legevakta
help-mental-health = Mental Helse
help-church = Kirkens SOS
help-children = Alarmtelefonen for barn og unge
help-violence = Vald- og overgrepslinja
exit = Forlat sida
exit-label = Forlat sida fort
exit-note = Nettlesaren hugsar besøket. Det kan vi ikkje slette.

## Nedst på sida

footer-network = { $hub } er med i { $network }.
footer-quiet = Her er det ingen informasjonskapslar, og ingen følgjer med på kva du les.

## Framsida

home-welcome = Velkomen. Her kan du lese kva andre har opplevd, og finne stader der du kan møte dei.
home-newest = Nye forteljingar
home-events = Dette skjer framover
home-ways = Meir å sjå på
banner-alone = Senteret står åleine førebels og er ikkje med i noko nettverk.
banner-asking = Senteret har bede om å få vere med i nettverket. Vi ventar på svar.
banner-restored = Vi er nett i gang att etter eit uhell med maskina. Forteljingane kjem tilbake så snart vi har høyrt om nokon er trekte tilbake i mellomtida.
banner-resting = Senteret held pause.
banner-closed = Senteret er lagt ned. Dei andre sentra tek vare på forteljingane.
banner-closed-successor = Senteret er lagt ned. { $hub } fører arbeidet vidare.

## Lister og søk

search-words = Søk
search-button = Søk
search-narrow = Vel kva du vil sjå
search-clear = Vis alt
search-nothing = Vi fann ikkje noko som passar. Prøv med færre ord, eller vel litt breiare.
filter-theme = Tema
filter-theme-all = Alle tema
filter-role = Kven fortel
filter-role-all = Alle
filter-area = Om
filter-area-all = Både psykisk helse og rus
filter-county = Fylke
filter-county-all = Heile landet
filter-type = Type
filter-type-all = Alle typar
stories-count = { $count ->
    [0] Ingen forteljingar
    [one] Éi forteljing
   *[other] { $count } forteljingar
}
stories-none = Det er ingen forteljingar her enno.
stories-all = Alle forteljingar
list-count = { $count ->
    [0] Ingen treff
    [one] Eitt treff
   *[other] { $count } treff
}
list-none = Det er ikkje noko her enno.
pages = Fleire sider
pages-previous = Førre
pages-next = Neste
pages-where = { $from }–{ $to } av { $total }

## Ei forteljing

told-by = Fortalt av { $name }
told-anonymously = Fortalt anonymt
warnings-title = Før du les
warnings-short = Her møter du { $warnings }.
warnings-long = I denne forteljinga møter du { $warnings }.
warnings-choice = Du bestemmer sjølv om du vil lese, og når.
warnings-help = Nokon å snakke med
warnings-open = Les forteljinga
warnings-pass = Vis meg heller andre forteljingar
story-about = Om denne forteljinga
story-field = Handlar om
story-helped = Dette hjelpte
story-hindered = Dette stod i vegen
story-county = Fylke
story-anonymisation = Endra av omsyn til andre
story-month = Publisert
story-address = Fast adresse
story-cite = Slik siterer du
story-use = Forteljinga kan lesast, lenkjast til og siterast så lenge ho står her.
story-withdraw-lead = Er dette di forteljing, kan du ta ho tilbake når du vil:
cite-anonymous = Anonym
about-me-title = Handlar forteljinga om deg?
about-me = Kjenner du att deg sjølv eller nokon du er glad i, og skulle ønskje at noko var annleis?

## Oppføringar

document-modified = Sist endra { $month }.
conflicts-title = To senter har skrive ulikt her
conflicts-lead = Over ser du det eine. Dette har andre skrive. Ring gjerne og spør kva som stemmer.
conflicts-by = – skrive av { $hub }

## Trekkje tilbake

withdraw-title = Trekk tilbake forteljinga di
withdraw-lead = Forteljinga er di. Du kan ta ho tilbake når du vil, og du treng ikkje seie kvifor.
withdraw-problem = Koden vart ikkje teken imot. Sjå kva som står ved feltet.
withdraw-change-title = Vil du heller ha noko endra?
withdraw-change = Kanskje er det eit namn, ein stad eller ei setning som ikkje kjennest rett lenger. Då kan vi rette det, og resten kan bli ståande.
withdraw-change-contact = Snakk med senteret som tok imot forteljinga.
withdraw-find-centre = Finn senteret i katalogen
withdraw-what-title = Dette skjer når du trekkjer ho tilbake
withdraw-what-here = Forteljinga blir fjerna frå maskina vår med ein gong, saman med kommentarane til ho.
withdraw-what-others = Dei andre sentra i nettverket får beskjed og fjernar ho hos seg.
withdraw-what-away = Er eit senter utan nett akkurat no, fjernar det forteljinga når det er tilbake.
withdraw-what-receipts = Du får ei eiga side der du kan sjå kven som har svart.
withdraw-what-final = Det kan ikkje gjerast om.
withdraw-not-title = Dette kan vi ikkje kalle tilbake
withdraw-not = Det som er trykt på papir. Oppgåver og artiklar som har sitert forteljinga. Kopiar som nokon har lagra sjølv. Det søkjemotorar har hugsa.
withdraw-code-title = Koden din
withdraw-off = Skjemaet er stengt her, for denne sida er ikkje opna over eit sikkert samband (HTTPS), og då kunne andre ha lese koden på vegen.
withdraw-off-instead = Koden verkar hos alle senter i nettverket. Bruk sida til eit anna senter, eller ring oss.
withdraw-lost = Har du mist koden? Ta kontakt med senteret, så finn de ein veg saman.
withdraw-button = Trekk tilbake forteljinga
code-label = Kode
code-hint = Han står på lappen du fekk: sju grupper med fire teikn. Store eller små bokstavar og mellomrom har ikkje noko å seie.
code-empty = Skriv inn koden først.
code-length = Koden skal ha 28 teikn. Sjå om noko manglar, eller om noko har kome med to gonger.
code-character = Her er det eit teikn som ikkje høyrer heime i ein kode. Han har berre tal og bokstavar, og aldri Æ, Ø eller Å.
code-check = Noko er skrive feil. Sjå på lappen ein gong til. Det er lett å byte om to teikn.
code-too-many = Det er prøvd mange gonger herifrå no. Vent nokre minutt og prøv igjen. Koden din verkar framleis.
code-no-room = Maskina vår kan ikkje ta imot fleire kodar akkurat no. Koden din verkar hos alle senter i nettverket, så prøv gjerne hos eit anna.

## Kvitteringar

receipts-title = Kvitteringar
receipts-summary = Fjerna hos { $done } av { $total }.
receipts-none-yet = Ingen har svart enno.
receipts-waiting = Ventar på { $hub }.
receipts-waiting-since = Ventar på { $hub } sidan { $date }.
receipts-waiting-more = { $count ->
    [one] Ventar på eitt senter til.
   *[other] Ventar på { $count } senter til.
}
receipts-unknown = Koden er teken imot. Ingen vi har snakka med så langt, kjenner forteljinga, men vi spør alle vi får kontakt med.
receipts-bookmark = Du kan lagre sida som bokmerke og kome tilbake når du vil. Her står det ikkje kva forteljinga heitte, eller kven som fortalde ho.
receipts-again = Sjå etter nye kvitteringar
receipts-waiting-title = Desse ventar vi på
receipts-waiting-lead = Kanskje er maskina slått av eller utan nett. Dei får beskjed så snart dei er tilbake, og du treng ikkje gjere noko.
receipts-since = Sidan { $date }.
receipts-machines = { $count ->
    [one] Éi maskin har ikkje svart.
   *[other] { $count } maskiner har ikkje svart.
}
receipts-list-title = Desse har svart
receipts-machine = Maskin: { $machine }.
receipts-removed = Fjerna.
receipts-removed-on = Fjerna { $date }.
receipts-meaning = «Fjerna» tyder at maskina ikkje har forteljinga, at nøkkelen ho kan ha vore låst med, er overskriven, og at maskina ikkje tek ho imot igjen.
receipts-closed-title = Senter som er lagde ned
receipts-closed = Desse finst ikkje lenger og kan ikkje svare.
receipts-outside-title = Utanfor nettverket
receipts-outside = Desse kan ha hatt forteljinga, og er ikkje lenger med i nettverket. Vi veit ikkje kva dei har gjort med ho.

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

## Når noko ikkje kan visast

not-found-title = Denne sida finst ikkje
not-found = Kanskje er adressa skriven litt feil.
story-gone-title = Denne forteljinga er ikkje her lenger.
story-gone = Det er mange andre forteljingar å lese.
gone-title = Denne sida er ikkje her lenger.
gone = Kanskje finn du noko anna som hjelper.
held-title = Skjult for no
held = Denne sida er skjult for no. Ho kan kome tilbake seinare.
being-corrected-title = Denne sida blir retta
being-corrected = Ei ny utgåve er på veg. Prøv igjen om litt.
just-restored-title = Forteljingane kjem snart tilbake
just-restored = Vi er nett i gang att etter eit uhell med maskina. Før vi viser forteljingar, spør vi dei andre sentra om nokon er trekte tilbake i mellomtida.
busy-title = Det er travelt her akkurat no
busy = Vent litt og prøv igjen.
bad-request-title = Dette forstod vi ikkje
bad-request = Adressa eller skjemaet inneheld noko vi ikkje kjenner til. Gå tilbake og prøv ein gong til.
not-allowed-title = Det går ikkje an her
not-allowed = Denne sida kan lesast, men ho tek ikkje imot noko.
too-slow-title = Det tok for lang tid
too-slow = Sambandet var for tregt denne gongen. Prøv ein gong til.
too-large-title = Det vart for mykje på ein gong
too-large = Det du sende, er større enn det vi kan ta imot. Del det gjerne opp.
too-many-title = Litt for mange forsøk
too-many = Vent litt, så kan du prøve igjen.
internal-title = Noko gjekk gale hos oss
internal = Det er ikkje noko du har gjort. Prøv igjen om litt, eller ring senteret.
retry-seconds = { $count ->
    [one] Prøv igjen om eitt sekund.
   *[other] Prøv igjen om { $count } sekund.
}
retry-minutes = { $count ->
    [one] Prøv igjen om eitt minutt.
   *[other] Prøv igjen om { $count } minutt.
}
onward-stories = Les forteljingar
onward-home = Til framsida

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
