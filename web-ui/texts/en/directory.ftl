## The directory

directory-lead = Centres, organisations and services in the whole country. The centres of the network keep it together.
directory-where = Where in the country?
directory-where-lead = Choose a county on the map or in the list.
directory-map = Map of the counties
directory-map-credit = Map: © Kartverket, simplified.
directory-in = { $place }: { $count ->
    [one] one entry
   *[other] { $count } entries
}
directory-count = { $count ->
    [0] No entries
    [one] One entry
   *[other] { $count } entries
}
directory-whole-country = The whole country
directory-none = There is nobody in the directory yet.
directory-my-municipality = Everything in my municipality
directory-meant = Did you mean { $place }?
directory-narrow = Choose place, type and more
directory-municipality = Municipality
directory-municipality-all = The whole county
directory-offer = To take part in
directory-offer-all = Anything
directory-accessibility = Accessibility
directory-accessibility-all = Any
directory-option = { $name } ({ $count })
entry-unconfirmed = Not checked for over a year
entry-step-free = Step-free
entry-centre = Centre of the network
entry-national = The whole country

opening-whole-hour = { $hour }:00
opening-clock = { $hour }:{ $minute }
opening-open = Open now until { $time }
opening-later = Opens today at { $time }
opening-closed = Closed now.
opening-closed-today = Closed today.
opening-tomorrow = Opens tomorrow at { $time }.
opening-next = Opens { $day } at { $time }.
opening-remark = See the remark.
opening-perhaps = Today { $from }–{ $to }, but see the remark: { $note }
opening-from-to = { $from }–{ $to }
opening-week = Opening hours through the week
opening-today = today
opening-closed-day = Closed
opening-holiday-today = Today is { $name }. Opening hours may differ, so please call first.
opening-holiday = { $date } is { $name }. Opening hours may differ then.

holiday-new_year = New Year’s Day
holiday-maundy_thursday = Maundy Thursday
holiday-good_friday = Good Friday
holiday-easter_eve = Easter Saturday
holiday-easter = Easter Sunday
holiday-easter_monday = Easter Monday
holiday-labour_day = Labour Day
holiday-constitution_day = Constitution Day
holiday-ascension = Ascension Day
holiday-whit_sunday = Whit Sunday
holiday-whit_monday = Whit Monday
holiday-christmas_eve = Christmas Eve
holiday-christmas = Christmas Day
holiday-boxing_day = Boxing Day
holiday-new_year_eve = New Year’s Eve

offer-open_house = Open house
offer-conversation_group = Conversation group
offer-peer_support = Talking with somebody who has been there
offer-relatives_group = Group for relatives
offer-outdoors = Outdoors
offer-physical_activity = Exercise and movement
offer-music = Music
offer-art_craft = Art and crafts
offer-shared_meals = Shared meals
offer-work_training = Work training
offer-self_strengthening_course = Self-strengthening course
offer-trips = Trips

## One entry

entry-open-title = Opening hours
entry-contact-title = Contact
entry-where-title = Where to find us
entry-services-title = Services
entry-offers-title = What you can take part in
entry-accessibility-title = Accessibility
entry-for-whom = For those who live in
entry-belongs-title = Belongs together with
entry-parent = Part of
entry-children = These belong here
entry-events-title = Coming up
entry-stories-title = New stories
entry-articles-title = News
entry-resources-title = Knowledge
entry-map = Open in your map app
entry-story-contact = Would you like to tell something?
entry-story-contact-lead = Feel free to talk with somebody before you write. You commit to nothing.
entry-assured = Checked { $date }.
entry-assured-long-ago = Checked { $date }. That is over a year ago, so please call and ask whether it still holds.
entry-resting = The centre is taking a break.
entry-closed = The centre has closed.
entry-closed-successor = The centre has closed. { $hub } carries the work on.
entry-alert = Important now
entry-user-led = Run by people with lived experience

## A place

place-choose-title = Everything in my municipality
place-choose-lead = Type the name of your municipality, or find it under its county.
place-search = Municipality
place-search-button = Show
place-unknown = We know no municipality of that name. Try the beginning of the name, or find it under its county.
place-several = Several municipalities fit. Which one do you mean?
place-lead = Who is there for you who live here, and what is coming up.
place-own = For those who live here
place-county-wide = For the whole county
place-national = For the whole country
place-in-county = Centres and services in the county
place-own-none = We know nobody based here yet. See who is there for the whole county and the whole country.
place-events = Coming up
place-events-nearby = Coming up elsewhere in the county
place-events-none = We know of nothing coming up here.
place-resources = Knowledge and examples from here
place-municipalities = The municipalities of the county
place-title = Everything in { $name }
place-other = Choose another municipality
place-whole-county = See the whole county
