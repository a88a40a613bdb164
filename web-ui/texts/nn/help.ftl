## Hjelp no

help-title = Nokon å ringje
help-urgent = Når det hastar
help-talk = Nokon å snakke med
help-call-title = Kva skjer når du ringjer?
help-call-no-name = Du treng ikkje å seie kven du er, og du treng ikkje å ha tenkt ut kva du skal seie. «Eg veit ikkje kvar eg skal byrje» er ein heilt vanleg start.
help-call-emergency = Ringjer du 113, spør dei først kvar du er, så dei kan sende nokon. Bli på linja, også om du ikkje klarer å snakke så mykje.
help-call-busy = Er det opptatt, prøv ein gong til, eller ring ein av dei andre.
help-call-other = Ringjer du for nokon andre, er det like rett. Ring heller ein gong for mykje.
help-not-us = Senteret er ikkje ein vakttelefon, og ingen les det du sender oss, om natta. Ring derfor numra over når det hastar.
help-verified = Sett over { $date }.
help-offline-title = Du er utan nett no
help-offline = Sida du bad om, kan ikkje hentast. Telefonen kan verke likevel, og desse numra ligg lagra på han. Forteljingar lagrar vi aldri der.
help-try-again = Prøv framsida igjen
