# Davvisámegiella: the frame of every page, and what one reads in a crisis. What is missing here is bokmål.

## Rámma

skip = Njuike sisdollui
nav-main = Váldofállu
nav-menu = Fállu
nav-languages = Giella
search-open = Oza
search-do = Oza
section-stories = Muitalusat
section-directory = Guovddážat ja organisašuvnnat
section-events = Lágideamit
section-resources = Máhttu
section-articles = Ođđasat
section-network = Fierpmádat
withdraw-title = Gease iežat muitalusa ruovttoluotta
about-title = Min birra
rules-title = Njuolggadusat
privacy-title = Persovdnasuodjaleapmi

## Veahkki dál

crisis-title = Dárbbašatgo veahki dál?
crisis-lead = It dárbbaš leat sihkar ahte dat lea doarvái duođalaš. Sáhtát riŋget goittotge.
crisis-more = Eará nummirat
help-title = Geasa sáhtát riŋget
help-emergency = go lea heaggavárra
help-police = politiijat
exit = Guođe siiddu
exit-label = Guođe siiddu jođánit
exit-note = Neahttalohkki muitá ahte leat leamaš dáppe. Mii eat sáhte dan sihkkut.
help-urgent = Go lea hoahppu
help-talk = Geainna sáhtát hállat
help-call-no-name = It dárbbaš muitalit gii don leat.
help-offline-title = Dus ii leat neahtta dál
