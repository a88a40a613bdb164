## Trekkje tilbake

withdraw-title = Trekk tilbake forteljinga di
withdraw-lead = Forteljinga er di. Du kan ta ho tilbake når du vil, og du treng ikkje seie kvifor.
withdraw-problem = Koden vart ikkje teken imot. Sjå kva som står ved feltet.
withdraw-change-title = Vil du heller få noko endra?
withdraw-change = Kanskje er det eit namn, ein stad eller ei setning som ikkje kjennest rett lenger. Da kan senteret rette det, og resten kan bli ståande.
withdraw-what-title = Dette skjer når du trekkjer ho tilbake
withdraw-what-here = Forteljinga blir fjerna frå maskina vår med ein gong, saman med kommentarane til ho.
withdraw-what-others = Dei andre sentra i nettverket får beskjed og fjernar ho hos seg.
withdraw-what-away = Er eit senter utan nett akkurat no, fjernar det forteljinga når det er tilbake.
withdraw-what-receipts = Du får ei eiga side der du kan sjå kven som har svart.
withdraw-what-final = Det kan ikkje gjerast om.
withdraw-not-title = Dette kan vi ikkje kalle tilbake
withdraw-not = Det som er trykt på papir. Oppgåver og artiklar som har sitert forteljinga. Kopiar som nokon har lagra sjølv. Det søkjemotorar har hugsa.
withdraw-code-title = Koden din
withdraw-off = Skjemaet er stengt her, for denne sida er ikkje opna over eit sikkert samband (HTTPS), og då kunne andre ha lese koden på vegen.
withdraw-off-instead = Koden verkar hos alle senter i nettverket. Bruk sida til eit anna senter, eller ring oss.
withdraw-lost = Har du mist koden? Ta kontakt med senteret, så finn de ein veg saman.
code-label = Kode
code-hint = Han står på lappen du fekk: sju grupper med fire teikn. Store eller små bokstavar og mellomrom har ikkje noko å seie.
code-empty = Skriv inn koden først.
code-length = Koden skal ha 28 teikn. Sjå om noko manglar, eller om noko har kome med to gonger.
code-character = Her er det eit teikn som ikkje høyrer heime i ein kode. Han har berre tal og bokstavar, og aldri Æ, Ø eller Å.
code-check = Noko er skrive feil. Sjå på lappen ein gong til. Det er lett å byte om to teikn.
code-too-many = Det er prøvd mange gonger herifrå no. Vent nokre minutt og prøv igjen. Koden din verkar framleis.
code-no-room = Maskina vår kan ikkje ta imot fleire kodar akkurat no. Koden din verkar hos alle senter i nettverket, så prøv gjerne hos eit anna.

## Kvitteringar

receipts-title = Kvitteringar
receipts-summary = Fjerna hos { $done } av { $total }.
receipts-none-yet = Ingen har svart enno.
receipts-waiting = Ventar på { $hub }.
receipts-waiting-since = Ventar på { $hub } sidan { $date }.
receipts-waiting-more = { $count ->
    [one] Ventar på eitt senter til.
   *[other] Ventar på { $count } senter til.
}
receipts-unknown = Koden er teken imot. Ingen vi har snakka med så langt, kjenner forteljinga, men vi spør alle vi får kontakt med.
receipts-bookmark = Lagre sida som bokmerke, eller skriv inn koden din igjen, så kjem du tilbake hit. Her står det ikkje kva forteljinga heitte, eller kven som fortalde ho.
receipts-again = Sjå på nytt
receipts-waiting-title = Desse ventar vi på
receipts-waiting-lead = Kanskje er maskina deira slått av eller utan nett. Dei får beskjed så snart dei er tilbake, og du treng ikkje å gjere noko.
receipts-since = Sidan { $date }.
receipts-machines = { $count ->
    [one] Éi maskin har ikkje svart.
   *[other] { $count } maskiner har ikkje svart.
}
receipts-list-title = Desse har svart
receipts-machine = Maskin: { $machine }.
receipts-removed = Fjerna.
receipts-removed-on = Fjerna { $date }.
receipts-meaning = «Fjerna» tyder at maskina ikkje har forteljinga, at nøkkelen ho kan ha vore låst med, er overskriven, og at maskina ikkje tek ho imot igjen.
receipts-closed-title = Senter som er lagde ned
receipts-closed = Desse finst ikkje lenger og kan ikkje svare.
receipts-outside-title = Kan ha hatt ein kopi
receipts-outside = Desse har vore med i nettverket og kan ha hatt ein kopi da dei gjekk ut. Vi veit ikkje kva dei har gjort med han. Senteret ditt kan spørje dei.
withdraw-hide = Er du i tvil, kan senteret skjule forteljinga medan du tenkjer. Da kan ingen lese ho, ingenting er sletta, og senteret ringjer deg når de har avtalt det.
withdraw-here = Var det vi som tok imot forteljinga?
withdraw-centres = Eit anna senter tok imot ho
withdraw-next = Gå vidare
withdraw-next-hint = Ingenting skjer før du har sagt ja på neste side.
withdraw-print = På lånt maskin, som på biblioteket: lukk vindauget når du er ferdig. Koden blir ikkje lagra i nettlesaren av oss.
code-check-group = Noko er skrive feil, truleg i gruppe nummer { $group }. Sjå på lappen ein gong til. Det er lett å byte om to teikn.
code-character-group = I gruppe nummer { $group } er det eit teikn som ikkje høyrer heime i ein kode. Han har berre tal og bokstavar, og aldri U, Æ, Ø eller Å.
code-length-group = Koden skal ha 28 teikn. Sjå på gruppe nummer { $group }: der manglar det noko, eller det har kome med for mykje.

## Stadfeste

confirm-title = Vil du trekkje tilbake forteljinga?
confirm-lead = Koden stemmer. Ingenting er gjort enno.
confirm-owner = Det var { $hub } som tok imot forteljinga.
confirm-unknown = Maskina vår har ikkje sett forteljinga som koden høyrer til. Kanskje ligg ho hos eit senter vi ikkje har hatt kontakt med på ei stund. Du kan trekkje ho tilbake herfrå likevel: vi tek vare på beskjeden og gir han vidare.
confirm-hide-title = Skjul ho først
confirm-hide = Ring senteret og sei at du vil ha forteljinga skjult medan du tenkjer. Da kan ingen lese ho, og senteret ringjer deg når de har avtalt det. Ho kan kome fram igjen, eller du kan trekkje ho tilbake seinare med den same koden.
confirm-now-title = Trekk ho tilbake no
confirm-now = Det kan ikkje gjerast om. Etterpå får du ei side der du ser kven som har fjerna ho.
confirm-button = Ja, trekk ho tilbake
confirm-wait = Nei, eg ventar
