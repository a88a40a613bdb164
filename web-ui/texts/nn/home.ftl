## Framsida

home-welcome = Her fortel menneske om psykisk helse og rus, og om vegen vidare. Les i ditt eige tempo, og finn stader der du kan møte andre.
home-newest = Nye forteljingar
home-events = Dette skjer framover
home-ways = Meir å sjå på
banner-alone = Senteret står åleine førebels og er ikkje med i noko nettverk.
banner-asking = Senteret har bede om å få vere med i nettverket. Vi ventar på svar.
banner-restored = Vi er nett i gang att etter eit uhell med maskina. Forteljingane kjem tilbake så snart vi har høyrt om nokon er trekte tilbake i mellomtida.
banner-resting = Senteret held pause.
banner-closed = Senteret er lagt ned. Dei andre sentra tek vare på forteljingane.
banner-closed-successor = Senteret er lagt ned. { $hub } fører arbeidet vidare.
home-start = Kvar vil du byrje?
home-read = Les ei forteljing
home-read-about = Om møte som betydde noko, om det som hjelpte, og om det som stod i vegen.
home-place = Finn ein stad nær deg
home-place-about = Senter, organisasjonar og tilbod i heile landet.
home-happens = Sjå kva som skjer
home-happens-about = Kurs, samlingar, møte og opne hus.
home-municipality = Alt i kommunen min
home-municipality-about = Stader og arrangement samla for éin stad.
home-news = Aktuelt
home-events-all = Alle arrangement
home-news-all = Meir aktuelt
