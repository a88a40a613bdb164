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
exit-keys = Shift tre gonger verkar òg.

## Nedst på sida

footer-network = { $hub } er med i { $network }.
footer-quiet = Her er det ingen informasjonskapslar, og ingen følgjer med på kva du les.
crisis-more = Fleire å ringje, og kva som skjer når du ringjer
nav-menu = Meny
search-open = Søk
search-site = Søk i alt som står her
search-do = Søk
help-police = politiet, når nokon er farleg for deg
help-drugs = RUStelefonen, om rusmiddel
help-relatives = Pårørandelinja, for deg som er pårørande
