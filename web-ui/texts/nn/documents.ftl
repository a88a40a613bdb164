## Om oss

about-title = Om oss
about-site-title = Om nettstaden
about-site = Her finn du forteljingar frå menneske med eiga erfaring med psykisk helse og rus, og frå pårørande. Du finn også stader å gå til, arrangement, og kunnskap som andre har hatt nytte av.
about-network-title = Fleire senter saman
about-network = Senteret deler det det publiserer, med andre senter. Kvart senter har si eiga maskin, og ingen bestemmer over dei andre. Derfor kan du finne det same hos fleire.
about-network-link = Sjå kven som er med
about-who-title = Kven som svarer for kva
about-who = Under kvar forteljing og kvar side står det kva for eit senter ho kjem frå. Det senteret svarer for innhaldet.
notice-contact-title = Snakk med oss
notice-contact = Lurer du på noko, eller er noko feil?

## Personvern

privacy-title = Personvern
privacy-reading-title = Når du les
privacy-reading = Du kan lese alt utan å seie kven du er. Her er det ingen informasjonskapslar og ingen statistikk over lesarar, og ingenting blir henta frå andre nettstader.
privacy-address = Når du opnar ei side, ser maskina vår nettadressa di medan ho svarer, slik alle nettstader gjer. Ho lagrar henne ikkje.
privacy-device = To ting kan bli liggjande i din eigen nettlesar: tema du har valt å skjule, og telefonnumra til nokon du kan ringje. Dei blir ikkje sende til nokon. Du fjernar dei ved å slette nettstaddata i nettlesaren.
privacy-history = Nettlesaren hugsar kva sider du har vore på. Det kan vi ikkje slette for deg.
privacy-stories-title = Når du har fortalt noko
privacy-consent = Vi viser ei forteljing fordi den som fortalde, har sagt ja. Du seier ja til éin ting om gongen: at ho står her, at dei andre sentera også viser ho, at ho kan brukast i forsking og undervisning, at ho kan trykkjast, og at søkjemotorar kan finne ho. Det eine svaret bind ikkje det andre.
privacy-stays = Namn, telefonnummer, samtykket ditt og teksten slik han var før han vart endra, blir på maskina til senteret. Dei andre sentera får det aldri.
privacy-withdraw = Du kan trekkje forteljinga tilbake når du vil, hos kva som helst av sentera, med koden du fekk. Du treng ikkje å seie kvifor.
privacy-who-title = Kven som har ansvaret
privacy-who = Senteret som tok imot ei forteljing, er behandlingsansvarleg for ho. For det som blir delt i nettverket, har sentera felles ansvar. Du kan vende deg til kva som helst av dei.
privacy-basis = Grunnlaget er samtykke, etter personvernforordninga artikkel 6 nr. 1 a og artikkel 9 nr. 2 a.
privacy-rights-title = Det du kan be om
privacy-rights = Du kan få vite kva vi har om deg, få det retta, få det sletta, og få det med deg. Det gjeld også om du kjenner deg att i det ein annan har fortalt.
privacy-complain = Er du ikkje nøgd med svaret du får, kan du klage til Datatilsynet.
privacy-complain-link = Slik klagar du til Datatilsynet

## Tilgjenge

access-title = Tilgjenge
access-aim-title = Dette vil vi få til
access-aim = Alle skal kunne bruke nettstaden: på telefon med dårleg nett, med skjermlesar, med tastatur, med stor skrift og utan JavaScript. Målet er WCAG 2.2 på nivå AA på alle sider.
access-known-title = Dette veit vi om
access-tested = Sidene blir prøvde med automatiske verktøy. Vi har ikkje fått dei gjennomgått av nokon utanfrå enno.
access-words = Forteljingar og oppføringar er skrivne av mange, og nokre tekstar kan vere tunge å lese. Nordsamisk finst berre for menyar og for hjelpetelefonane.
access-script = Å skjule tema du ikkje vil lese om, krev JavaScript. Alt anna verkar utan.
access-tell-title = Er noko i vegen for deg?
access-tell = Sei frå til senteret. Du treng ikkje å vite kva feilen heiter. Er det noko du ikkje får lese, les vi det gjerne høgt for deg på telefon.
access-complain = Blir det ikkje betre, kan du seie frå til Tilsynet for universell utforming av ikt.
access-complain-link = Slik seier du frå til tilsynet

## Reglar

rules-title = Reglar
rules-stories-title = Forteljingar
rules-read = Eit menneske på senteret les kvar forteljing før ho kjem ut. Den som har fortalt, har sett teksten slik han står, og sagt ja.
rules-own = Du fortel om ditt eige liv, med dine eigne ord. Det treng ikkje å ende godt.
rules-others = Andre i forteljinga har ikkje sagt ja. Derfor tek vi ut det som kan røpe kven dei er.
rules-suicide = Sjølvmord og sjølvskading kan ein fortelje om. Vi skriv ikkje korleis eller kvar.
rules-not-title = Dette publiserer vi ikkje
rules-not = Trakassering og hat. Noko skrive i namnet til ein annan. Opplysningar om kven andre er, eller korleis dei kan nåast. Skildringar av korleis ein skader seg. Reklame.
rules-why = Den som får nei, får vite kva regel det gjeld, og kvifor.
rules-wrong-title = Ser du noko som ikkje burde stå her?
rules-wrong = Ring senteret det kjem frå. Dei kan skjule det med ein gong, og sjå på det etterpå.
rules-choice-title = Korleis senteret vel
