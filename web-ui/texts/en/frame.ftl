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
exit-keys = Pressing Shift three times works too.

## At the foot of the page

footer-network = { $hub } is part of { $network }.
footer-quiet = There are no cookies here, and nobody watches what you read.
crisis-more = More numbers, and what happens when you call
nav-menu = Menu
search-open = Search
search-site = Search everything here
search-do = Search
help-police = police, when somebody is a danger to you
help-drugs = RUStelefonen, about alcohol and drugs
help-relatives = Pårørendelinjen, for relatives and friends
