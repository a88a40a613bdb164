# English. Write as a good colleague at the centre would say it aloud.

## On every page

skip = Skip to the content
nav-main = Main menu
nav-languages = Language
yes = Yes
no = No
list-and = and
list-and-others = { $count ->
    [one] and one more
   *[other] and { $count } more
}
themes = Themes
untitled = Untitled
problem-prefix = Error
confirmed-by = Confirmed by { $hub }.
contact-call = Call { $name } on { $phone }.
contact-call-hours = Call { $name } on { $phone } ({ $hours }).
invented = Everything here is invented, to show how it works.

## The parts of the site

section-stories = Stories
section-stories-about = People tell about the way on: about meetings that mattered, what helped, and what stood in the way.
section-directory = Directory
section-directory-about = Centres, organisations and services all over Norway.
section-events = Events
section-events-about = Courses, conferences, gatherings and meetings.
section-resources = Knowledge
section-resources-about = Measures, examples and guides that others have found useful.
section-articles = News
section-articles-about = News from the centres, invitations to tell, and reports.
section-network = The network
section-network-about = The centres we stand together with, and how we keep each other up to date.

## Dates and numbers

month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
date = { $day } { $month } { $year }
date-day = { $day } { $month }
date-month = { $month } { $year }
time = { $hour }:{ $minute }
date-and-time = { $date } at { $time }
price = NOK { $kroner }
price-free = free
price-until = until { $date }

## Help now

crisis-title = Do you need help now?
crisis-lead = You do not have to be sure that it is serious enough. You can call anyway. The numbers work in Norway.
help-emergency = when life is in danger
help-medical = medical helpline, day and night
help-mental-health = Mental Helse, someone to talk to
help-church = Kirkens SOS, someone to talk to
help-children = helpline for children and young people
help-violence = helpline for violence and abuse
exit = Leave this page
exit-label = Leave this page quickly
exit-note = Your browser remembers this visit. We cannot clear that.

## At the foot of the page

footer-network = { $hub } is part of { $network }.
footer-quiet = There are no cookies here, and nobody watches what you read.

## The front page

home-welcome = Welcome. Here you can read what others have lived through, and find places where you can meet them.
home-newest = New stories
home-events = Coming up
home-ways = More to look at
banner-alone = This centre stands alone for now and is not part of a network.
banner-asking = This centre has asked to join the network. We are waiting for an answer.
banner-restored = We have just started again after trouble with our machine. The stories come back as soon as we have heard whether any were withdrawn in the meantime.
banner-resting = This centre is taking a break.
banner-closed = This centre has closed. The other centres take care of the stories.
banner-closed-successor = This centre has closed. { $hub } carries the work on.

## Lists and searching

search-words = Search
search-button = Search
search-narrow = Choose what to see
search-clear = Show everything
search-nothing = We found nothing that fits. Try fewer words, or choose a little wider.
filter-theme = Theme
filter-theme-all = All themes
filter-role = Who tells
filter-role-all = Everyone
filter-area = About
filter-area-all = Both mental health and substance use
filter-county = County
filter-county-all = The whole country
filter-type = Type
filter-type-all = All types
stories-count = { $count ->
    [0] No stories
    [one] One story
   *[other] { $count } stories
}
stories-none = There are no stories here yet.
stories-all = All stories
list-count = { $count ->
    [0] Nothing found
    [one] One found
   *[other] { $count } found
}
list-none = There is nothing here yet.
pages = More pages
pages-previous = Previous
pages-next = Next
pages-where = { $from }–{ $to } of { $total }

## A story

told-by = Told by { $name }
told-anonymously = Told anonymously
warnings-title = Before you read
warnings-short = Here you meet { $warnings }.
warnings-long = In this story you meet { $warnings }.
warnings-choice = You decide whether you want to read it, and when.
warnings-help = Someone to talk to
warnings-open = Read the story
warnings-pass = Show me other stories instead
story-about = About this story
story-field = It is about
story-helped = This helped
story-hindered = This stood in the way
story-county = County
story-anonymisation = Changed out of care for others
story-month = Published
story-address = Permanent address
story-cite = How to cite it
story-use = The story may be read, linked to and cited for as long as it is here.
story-withdraw-lead = If this is your story, you can take it back whenever you like:
cite-anonymous = Anonymous
about-me-title = Is this story about you?
about-me = Do you recognise yourself or someone you care for, and wish that something were different?

## Entries

document-modified = Last changed { $month }.
conflicts-title = Two centres have written differently here
conflicts-lead = You see one of them above. This is what others have written. Do call and ask which is right.
conflicts-by = – written by { $hub }

## Withdrawing

withdraw-title = Withdraw your story
withdraw-lead = The story is yours. You can take it back whenever you like, and you need not say why.
withdraw-problem = The code was not accepted. See what it says by the field.
withdraw-change-title = Would you rather have something changed?
withdraw-change = Perhaps it is a name, a place or a sentence that no longer feels right. Then we can correct that, and the rest can stay.
withdraw-change-contact = Talk to the centre that received your story.
withdraw-find-centre = Find the centre in the directory
withdraw-what-title = This happens when you withdraw it
withdraw-what-here = The story is removed from our machine at once, together with the comments on it.
withdraw-what-others = The other centres in the network are told, and remove it from theirs.
withdraw-what-away = A centre that is offline just now removes the story when it is back.
withdraw-what-receipts = You get a page of your own where you can see who has answered.
withdraw-what-final = It cannot be undone.
withdraw-not-title = This we cannot call back
withdraw-not = What is printed on paper. Theses and articles that have cited the story. Copies that somebody has kept. What search engines remember.
withdraw-code-title = Your code
withdraw-off = The form is closed here, because this page was not opened over a secure connection (HTTPS), and others could have read the code on its way.
withdraw-off-instead = The code works at every centre in the network. Use another centre’s page, or call us.
withdraw-lost = Have you lost the code? Get in touch with the centre, and you will find a way together.
withdraw-button = Withdraw the story
code-label = Code
code-hint = It is on the slip you were given: seven groups of four characters. Capital or small letters and spaces make no difference.
code-empty = Please enter the code first.
code-length = A code has 28 characters. See whether something is missing, or has come in twice.
code-character = There is a character here that does not belong in a code. It has only digits and letters, and never Æ, Ø or Å.
code-check = Something is mistyped. Please look at the slip once more. Two characters are easily swapped.
code-too-many = There have been many attempts from here. Wait a few minutes and try again. Your code still works.
code-no-room = Our machine cannot take more codes just now. Your code works at every centre in the network, so please try another.

## Receipts

receipts-title = Receipts
receipts-summary = Removed at { $done } of { $total }.
receipts-none-yet = Nobody has answered yet.
receipts-waiting = Waiting for { $hub }.
receipts-waiting-since = Waiting for { $hub } since { $date }.
receipts-waiting-more = { $count ->
    [one] Waiting for one more centre.
   *[other] Waiting for { $count } more centres.
}
receipts-unknown = The code has been accepted. Nobody we have talked to so far knows the story, but we ask everyone we reach.
receipts-bookmark = You can keep this page as a bookmark and come back whenever you like. It does not say what the story was called, or who told it.
receipts-again = Look for new receipts
receipts-waiting-title = We are waiting for these
receipts-waiting-lead = Their machine may be switched off or offline. They are told as soon as they are back, and you need not do anything.
receipts-since = Since { $date }.
receipts-machines = { $count ->
    [one] One machine has not answered.
   *[other] { $count } machines have not answered.
}
receipts-list-title = These have answered
receipts-machine = Machine: { $machine }.
receipts-removed = Removed.
receipts-removed-on = Removed { $date }.
receipts-meaning = “Removed” means that the machine does not have the story, that the key it may have been locked with is overwritten, and that the machine will not take it in again.
receipts-closed-title = Centres that have closed
receipts-closed = These no longer exist and cannot answer.
receipts-outside-title = Outside the network
receipts-outside = These may have had the story, and are no longer part of the network. We do not know what they have done with it.

## The network

network-lead = { $network } is centres that stand together. All are equal, and there is no head office.
network-how = What one centre publishes, the others have too. If a machine breaks, nothing is lost. A new centre joins when centres that are already in vouch for it.
network-members = { $count ->
    [one] One centre
   *[other] { $count } centres
}
network-founder = Here from the beginning.
network-vouched = Vouched for by { $hubs }.
network-nobody-vouched = Nobody has vouched for this centre yet.
network-check-words = Check words
network-asking-title = Asking to join
network-asking-lead = { $admit ->
    [one] A centre is in when one of the others vouches for it.
   *[other] A centre is in when { $admit } of the others vouch for it.
} Read the check words to each other on the telephone first, so that you know you are talking about the same centre.
network-former-title = Have been part of it
step-here = This is where you are now.
step-in-step = Has the same as we do.
step-behind = Is fetching the latest.
step-behind-count = { $count ->
    [one] One thing is missing and being fetched.
   *[other] { $count } things are missing and being fetched.
}
step-away = We cannot reach them just now.
step-away-since = We cannot reach them. We last heard from them { $moment }.

## When something cannot be shown

not-found-title = This page does not exist
not-found = Perhaps the address has a small mistake in it.
story-gone-title = This story is no longer here.
story-gone = There are many other stories to read.
gone-title = This page is no longer here.
gone = Perhaps you will find something else that helps.
held-title = Hidden for now
held = This page is hidden for now. It may come back later.
being-corrected-title = This page is being corrected
being-corrected = A new version is on its way. Try again in a little while.
just-restored-title = The stories will be back soon
just-restored = We have just started again after trouble with our machine. Before we show stories, we ask the other centres whether any were withdrawn in the meantime.
busy-title = We are busy just now
busy = Wait a little and try again.
bad-request-title = We did not understand this
bad-request = The address or the form holds something that we do not know. Go back and try once more.
not-allowed-title = That cannot be done here
not-allowed = This page can be read, but it does not take anything in.
too-slow-title = It took too long
too-slow = The connection was too slow this time. Try once more.
too-large-title = That was too much at once
too-large = What you sent is larger than what we can take. Please send it in parts.
too-many-title = A few too many attempts
too-many = Wait a little, and you can try again.
internal-title = Something went wrong at our end
internal = It is nothing that you did. Try again in a little while, or call the centre.
retry-seconds = { $count ->
    [one] Try again in one second.
   *[other] Try again in { $count } seconds.
}
retry-minutes = { $count ->
    [one] Try again in one minute.
   *[other] Try again in { $count } minutes.
}
onward-stories = Read stories
onward-home = To the front page

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
