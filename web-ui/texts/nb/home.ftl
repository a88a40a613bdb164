## Forsiden

home-welcome = Velkommen. Her kan du lese hva andre har opplevd, og finne steder der du kan møte dem.
home-newest = Nye fortellinger
home-events = Dette skjer framover
home-ways = Mer å se på
banner-alone = Senteret står alene foreløpig og er ikke med i noe nettverk.
banner-asking = Senteret har bedt om å få være med i nettverket. Vi venter på svar.
banner-restored = Vi er nettopp i gang igjen etter et uhell med maskinen. Fortellingene kommer tilbake så snart vi har hørt om noen er trukket tilbake i mellomtiden.
banner-resting = Senteret holder pause.
banner-closed = Senteret er lagt ned. Fortellingene blir tatt vare på av de andre sentrene.
banner-closed-successor = Senteret er lagt ned. { $hub } fører arbeidet videre.
