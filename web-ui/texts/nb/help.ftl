## Hjelp nå

help-title = Noen å ringe
help-urgent = Når det haster
help-talk = Noen å snakke med
help-call-title = Hva skjer når du ringer?
help-call-no-name = Du trenger ikke å si hvem du er, og du trenger ikke å ha tenkt ut hva du skal si. «Jeg vet ikke hvor jeg skal begynne» er en helt vanlig start.
help-call-emergency = Ringer du 113, spør de først hvor du er, så de kan sende noen. Bli på linjen, også om du ikke klarer å snakke så mye.
help-call-busy = Er det opptatt, prøv en gang til, eller ring en av de andre.
help-call-other = Ringer du for noen andre, er det like riktig. Ring heller en gang for mye.
help-not-us = Senteret er ikke en vakttelefon, og ingen leser det du sender oss, om natten. Ring derfor numrene over når det haster.
help-verified = Sett over { $date }.
help-offline-title = Du er uten nett nå
help-offline = Siden du ba om, kan ikke hentes. Telefonen kan virke likevel, og disse numrene ligger lagret på den. Fortellinger lagrer vi aldri der.
help-try-again = Prøv forsiden igjen
