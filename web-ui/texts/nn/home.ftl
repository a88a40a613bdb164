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
