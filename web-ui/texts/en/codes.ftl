## Codes

kind-story = Story
kind-hub = Centre
kind-organisation = Organisation
kind-event = Event
kind-resource = Knowledge
kind-article = News

language-nb = Norwegian bokmål
language-nn = Norwegian nynorsk
language-se = Northern Sámi
language-en = English

theme-connectedness = Connectedness
theme-hope = Hope
theme-identity = Identity
theme-meaning = Meaning
theme-empowerment = Empowerment

role-service_user = I tell about my own life
role-relative = I am a relative
role-bereaved = I have lost someone
role-both = I am a relative and also tell about my own life
role-peer_worker = I am a peer worker

area-mental_health = Mental health
area-substance_use = Substance use
area-both = Mental health and substance use

warning-violence = violence
warning-abuse = abuse
warning-self_harm = self-harm
warning-suicide = suicide
warning-eating_disorder = eating disorder
warning-substance_use = substance use
warning-coercion = coercion
warning-death_grief = grief after a death
warning-child_affected = children having a hard time
warning-discrimination = discrimination
warning-strong_language = strong language

factor-relationship = A person
factor-activity = Something to do
factor-work = Work
factor-housing = Housing
factor-treatment = Treatment
factor-own_choices = One’s own choices
factor-nature_culture = Nature and culture
factor-faith = Faith
factor-network = A network
factor-participation = Having a say
factor-coercion = Coercion
factor-stigma = Prejudice

trajectory-upward = Things went up
trajectory-up_and_down = Things went up and down
trajectory-steady = Things stayed level
trajectory-in_the_middle = In the middle of it
trajectory-unresolved = Unresolved

anonymisation-none = Nothing has been changed
anonymisation-partial = Some things have been changed or taken out
anonymisation-names_and_places_removed = Names and places have been taken out

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

audience-users_relatives = Service users and relatives
audience-health_staff = Health and social care staff
audience-services = NAV and other services
audience-academia = Education and research

organisation-type-regional_user_run_centre = Regional user-run centre
organisation-type-local_user_run_centre = Local user-run centre
organisation-type-user_organisation = Service user organisation
organisation-type-relatives_organisation = Relatives’ organisation
organisation-type-self_help = Self-help
organisation-type-clubhouse = Clubhouse
organisation-type-competence_centre = Centre of expertise
organisation-type-municipal_service = Municipal service
organisation-type-specialist_service = Specialist health service

service-status-active = Open
service-status-inactive = Not running
service-status-defunct = Closed down
service-status-temporarily_closed = Closed for a while

location-type-physical = Visiting address
location-type-postal = Postal address
location-type-virtual = Online

accessibility-step_free = Step-free access
accessibility-accessible_toilet = Wheelchair-accessible toilet
accessibility-hearing_loop = Hearing loop
accessibility-quiet_room = Quiet room

weekday-mo = Monday
weekday-tu = Tuesday
weekday-we = Wednesday
weekday-th = Thursday
weekday-fr = Friday
weekday-sa = Saturday
weekday-su = Sunday

hub-state-active = Open
hub-state-resting = Taking a break
hub-state-closed = Closed down

event-type-course = Course
event-type-conference = Conference
event-type-seminar_day = Seminar day
event-type-network_gathering = Network gathering
event-type-meeting = Meeting
event-type-dialogue_conference = Dialogue conference
event-type-online = Online meeting
event-type-activity = Activity

event-mode-physical = In person
event-mode-online = Online
event-mode-hybrid = In person or online

event-state-confirmed = As planned
event-state-tentative = Not finally decided
event-state-cancelled = Cancelled

resource-type-measure = Measure
resource-type-example = Example
resource-type-guide = Guide
resource-type-writing_guide = Writing guide
resource-type-checklist = Checklist
resource-type-project = Project
resource-type-report = Report
resource-type-course_material = Course material

involvement-informed = Service users were informed
involvement-consulted = Service users were asked
involvement-involved = Service users took part
involvement-user_led = Service users led the work

evidence-experience = Builds on experience
evidence-evaluated = Has been evaluated
evidence-researched = Has been researched

phase-planned = Planned
phase-running = Under way
phase-finished = Finished

article-type-news = News
article-type-call = Call for stories
article-type-report = Report

member-state-member = Is part of it
member-state-asking = Asks to join
member-state-alone = Stands alone
member-state-barred = Put outside after objections
member-state-resigned = Has left

label-type = Type
label-orgnr = Organisation number
label-short_name = Short name
label-parent = Part of
label-phones = Telephone
label-email = E-mail
label-website = Website
label-url = Web address
label-addresses = Addresses
label-locations = Places
label-location_type = Kind of place
label-address = Address
label-place = Place
label-county = County
label-municipality = Municipality
label-opening_hours = Opening hours
label-schedules = Opening hours
label-accessibility = Accessibility
label-offer = What you can take part in
label-services = Services
label-service_area = For people living in
label-national = The whole country
label-story_contact = Would you like to tell? Talk to
label-curation_policy = How we choose stories
label-moderation_rules = Rules for comments
label-privacy_notice = Privacy
label-accessibility_statement = Accessibility of the site
label-state = Status
label-status = Status
label-successor = The work is carried on by
label-description = About
label-eligibility = For whom
label-fees = Price
label-how_to_apply = How to get a place
label-languages = Languages
label-user_led = Run by service users
label-assured_on = Checked
label-alert = Important
label-when = When
label-recurrence = Repeats
label-mode = How
label-organisers = Organiser
label-collaborators = Together with
label-prices = Price
label-capacity = Places
label-registration = Registration
label-deadline = Register by
label-audience = For
label-themes = Themes
label-responsible = Responsible
label-background = Background
label-goals = Goals
label-steps = How to do it
label-involvement = User involvement
label-results = Results
label-evidence = What we know
label-period = Period
label-phase = How far it has come
label-partners = Together with
label-sites = Places
label-checklist = Checklist
label-review_due = To be looked at again
label-byline = Written by
label-about = About
label-published = Published
label-updated = Updated
label-licence = Use
label-name = Name
label-title = Title
label-summary = Summary
label-body = Text
label-contact = Contact
