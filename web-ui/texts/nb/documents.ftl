## Om oss

about-title = Om oss
about-site-title = Om nettstedet
about-site = Her finner du fortellinger fra mennesker med egen erfaring med psykisk helse og rus, og fra pårørende. Du finner også steder å gå til, arrangementer, og kunnskap som andre har hatt nytte av.
about-network-title = Flere sentre sammen
about-network = Senteret deler det det publiserer, med andre sentre. Hvert senter har sin egen maskin, og ingen bestemmer over de andre. Derfor kan du finne det samme hos flere.
about-network-link = Se hvem som er med
about-who-title = Hvem som svarer for hva
about-who = Under hver fortelling og hver side står det hvilket senter den kommer fra. Det senteret svarer for innholdet.
notice-contact-title = Snakk med oss
notice-contact = Lurer du på noe, eller er noe feil?

## Personvern

privacy-title = Personvern
privacy-reading-title = Når du leser
privacy-reading = Du kan lese alt uten å si hvem du er. Her er det ingen informasjonskapsler og ingen statistikk over lesere, og ingenting blir hentet fra andre nettsteder.
privacy-address = Når du åpner en side, ser maskinen vår nettadressen din mens den svarer, slik alle nettsteder gjør. Den lagrer den ikke.
privacy-device = To ting kan bli liggende i din egen nettleser: temaer du har valgt å skjule, og telefonnumrene til noen du kan ringe. De blir ikke sendt til noen. Du fjerner dem ved å slette nettstedsdata i nettleseren.
privacy-history = Nettleseren husker hvilke sider du har vært på. Det kan vi ikke slette for deg.
privacy-stories-title = Når du har fortalt noe
privacy-consent = Vi viser en fortelling fordi den som fortalte, har sagt ja. Du sier ja til én ting om gangen: at den står her, at de andre sentrene også viser den, at den kan brukes i forskning og undervisning, at den kan trykkes, og at søkemotorer kan finne den. Det ene svaret binder ikke det andre.
privacy-stays = Navn, telefonnummer, samtykket ditt og teksten slik den var før den ble endret, blir på senterets egen maskin. De andre sentrene får det aldri.
privacy-withdraw = Du kan trekke fortellingen tilbake når du vil, hos hvilket som helst av sentrene, med koden du fikk. Du trenger ikke å si hvorfor.
privacy-who-title = Hvem som har ansvaret
privacy-who = Senteret som tok imot en fortelling, er behandlingsansvarlig for den. For det som deles i nettverket, har sentrene felles ansvar. Du kan vende deg til hvilket som helst av dem.
privacy-basis = Grunnlaget er samtykke, etter personvernforordningen artikkel 6 nr. 1 a og artikkel 9 nr. 2 a.
privacy-rights-title = Det du kan be om
privacy-rights = Du kan få vite hva vi har om deg, få det rettet, få det slettet, og få det med deg. Det gjelder også om du kjenner deg igjen i det en annen har fortalt.
privacy-complain = Er du ikke fornøyd med svaret du får, kan du klage til Datatilsynet.
privacy-complain-link = Slik klager du til Datatilsynet

## Tilgjengelighet

access-title = Tilgjengelighet
access-aim-title = Dette vil vi få til
access-aim = Alle skal kunne bruke nettstedet: på telefon med dårlig nett, med skjermleser, med tastatur, med stor skrift og uten JavaScript. Målet er WCAG 2.2 på nivå AA på alle sider.
access-known-title = Dette vet vi om
access-tested = Sidene blir prøvd med automatiske verktøy. Vi har ikke fått dem gjennomgått av noen utenfra ennå.
access-words = Fortellinger og oppføringer er skrevet av mange, og noen tekster kan være tunge å lese. Nordsamisk finnes bare for menyer og for hjelpetelefonene.
access-script = Å skjule temaer du ikke vil lese om, krever JavaScript. Alt annet virker uten.
access-tell-title = Er noe i veien for deg?
access-tell = Si fra til senteret. Du trenger ikke å vite hva feilen heter. Er det noe du ikke får lest, leser vi det gjerne høyt for deg på telefon.
access-complain = Blir det ikke bedre, kan du si fra til Tilsynet for universell utforming av ikt.
access-complain-link = Slik sier du fra til tilsynet

## Regler

rules-title = Regler
rules-stories-title = Fortellinger
rules-read = Et menneske på senteret leser hver fortelling før den kommer ut. Den som har fortalt, har sett teksten slik den står, og sagt ja.
rules-own = Du forteller om ditt eget liv, med dine egne ord. Det trenger ikke å ende godt.
rules-others = Andre i fortellingen har ikke sagt ja. Derfor tar vi ut det som kan røpe hvem de er.
rules-suicide = Selvmord og selvskading kan fortelles om. Vi skriver ikke hvordan eller hvor.
rules-not-title = Dette publiserer vi ikke
rules-not = Trakassering og hat. Noe skrevet i en annens navn. Opplysninger om hvem andre er, eller hvordan de kan nås. Beskrivelser av hvordan man skader seg. Reklame.
rules-why = Den som får nei, får vite hvilken regel det gjelder, og hvorfor.
rules-wrong-title = Ser du noe som ikke burde stå her?
rules-wrong = Ring senteret det kommer fra. De kan skjule det med en gang, og se på det etterpå.
rules-choice-title = Hvordan senteret velger
