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
exit-keys = Shift tre ganger virker også.

## Nederst på siden

footer-network = { $hub } er med i { $network }.
footer-quiet = Her er det ingen informasjonskapsler, og ingen følger med på hva du leser.
crisis-more = Flere å ringe, og hva som skjer når du ringer
nav-menu = Meny
search-open = Søk
search-site = Søk i alt som står her
search-do = Søk
help-police = politiet, når noen er farlig for deg
help-drugs = RUStelefonen, om rusmidler
help-relatives = Pårørendelinjen, for deg som er pårørende
