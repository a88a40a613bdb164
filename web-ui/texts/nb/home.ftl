## Forsiden

home-welcome = Her forteller mennesker om psykisk helse og rus, og om veien videre. Les i ditt eget tempo, og finn steder der du kan møte andre.
home-newest = Nye fortellinger
home-events = Dette skjer framover
home-ways = Mer å se på
banner-alone = Senteret står alene foreløpig og er ikke med i noe nettverk.
banner-asking = Senteret har bedt om å få være med i nettverket. Vi venter på svar.
banner-restored = Vi er nettopp i gang igjen etter et uhell med maskinen. Fortellingene kommer tilbake så snart vi har hørt om noen er trukket tilbake i mellomtiden.
banner-resting = Senteret holder pause.
banner-closed = Senteret er lagt ned. Fortellingene blir tatt vare på av de andre sentrene.
banner-closed-successor = Senteret er lagt ned. { $hub } fører arbeidet videre.
home-start = Hvor vil du begynne?
home-read = Les en fortelling
home-read-about = Om møter som betydde noe, om det som hjalp, og om det som sto i veien.
home-place = Finn et sted nær deg
home-place-about = Sentre, organisasjoner og tilbud i hele landet.
home-happens = Se hva som skjer
home-happens-about = Kurs, samlinger, møter og åpne hus.
home-municipality = Alt i min kommune
home-municipality-about = Steder og arrangementer samlet for ett sted.
home-news = Aktuelt
home-events-all = Alle arrangementer
home-news-all = Mer aktuelt
