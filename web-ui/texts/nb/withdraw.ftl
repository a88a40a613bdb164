## Trekke tilbake

withdraw-title = Trekk tilbake fortellingen din
withdraw-lead = Fortellingen er din. Du kan ta den tilbake når du vil, og du trenger ikke å si hvorfor.
withdraw-problem = Koden ble ikke tatt imot. Se hva som står ved feltet.
withdraw-change-title = Vil du heller få noe endret?
withdraw-change = Kanskje er det et navn, et sted eller en setning som ikke kjennes riktig lenger. Da kan senteret rette det, og resten kan bli stående.
withdraw-what-title = Dette skjer når du trekker den tilbake
withdraw-what-here = Fortellingen blir fjernet fra maskinen vår med en gang, sammen med kommentarene til den.
withdraw-what-others = De andre sentrene i nettverket får beskjed og fjerner den hos seg.
withdraw-what-away = Er et senter uten nett akkurat nå, fjerner det fortellingen når det er tilbake.
withdraw-what-receipts = Du får en egen side der du kan se hvem som har svart.
withdraw-what-final = Det kan ikke gjøres om.
withdraw-not-title = Dette kan vi ikke kalle tilbake
withdraw-not = Det som er trykt på papir. Oppgaver og artikler som har sitert fortellingen. Kopier som noen har lagret selv. Det søkemotorer har husket.
withdraw-code-title = Koden din
withdraw-off = Skjemaet er stengt her, for denne siden er ikke åpnet over en sikker forbindelse (HTTPS), og da kunne andre ha lest koden på veien.
withdraw-off-instead = Koden virker hos alle sentre i nettverket. Bruk siden til et annet senter, eller ring oss.
withdraw-lost = Har du mistet koden? Ta kontakt med senteret, så finner dere en vei sammen.
code-label = Kode
code-hint = Den står på lappen du fikk: sju grupper med fire tegn. Store eller små bokstaver og mellomrom har ingenting å si.
code-empty = Skriv inn koden først.
code-length = Koden skal ha 28 tegn. Se om noe mangler, eller om noe har kommet med to ganger.
code-character = Her er det et tegn som ikke hører hjemme i en kode. Den har bare tall og bokstaver, og aldri Æ, Ø eller Å.
code-check = Noe er skrevet feil. Se på lappen en gang til. Det er lett å bytte om to tegn.
code-too-many = Det er prøvd mange ganger herfra nå. Vent noen minutter og prøv igjen. Koden din virker fortsatt.
code-no-room = Maskinen vår kan ikke ta imot flere koder akkurat nå. Koden din virker hos alle sentre i nettverket, så prøv gjerne hos et annet.

## Kvitteringer

receipts-title = Kvitteringer
receipts-summary = Fjernet hos { $done } av { $total }.
receipts-none-yet = Ingen har svart ennå.
receipts-waiting = Venter på { $hub }.
receipts-waiting-since = Venter på { $hub } siden { $date }.
receipts-waiting-more = { $count ->
    [one] Venter på ett senter til.
   *[other] Venter på { $count } sentre til.
}
receipts-unknown = Koden er tatt imot. Ingen vi har snakket med så langt, kjenner fortellingen, men vi spør alle vi får kontakt med.
receipts-bookmark = Lagre siden som bokmerke, eller skriv inn koden din igjen, så kommer du tilbake hit. Her står det ikke hva fortellingen het, eller hvem som fortalte den.
receipts-again = Se på nytt
receipts-waiting-title = Disse venter vi på
receipts-waiting-lead = Kanskje er maskinen deres slått av eller uten nett. De får beskjed så snart de er tilbake, og du trenger ikke å gjøre noe.
receipts-since = Siden { $date }.
receipts-machines = { $count ->
    [one] Én maskin har ikke svart.
   *[other] { $count } maskiner har ikke svart.
}
receipts-list-title = Disse har svart
receipts-machine = Maskin: { $machine }.
receipts-removed = Fjernet.
receipts-removed-on = Fjernet { $date }.
receipts-meaning = «Fjernet» betyr at maskinen ikke har fortellingen, at nøkkelen den kan ha vært låst med, er overskrevet, og at maskinen ikke tar den imot igjen.
receipts-closed-title = Sentre som er lagt ned
receipts-closed = Disse finnes ikke lenger og kan ikke svare.
receipts-outside-title = Kan ha hatt en kopi
receipts-outside = Disse har vært med i nettverket og kan ha hatt en kopi da de gikk ut. Vi vet ikke hva de har gjort med den. Senteret ditt kan spørre dem.
withdraw-hide = Er du i tvil, kan senteret skjule fortellingen mens du tenker. Da kan ingen lese den, ingenting er slettet, og senteret ringer deg når dere har avtalt det.
withdraw-here = Var det vi som tok imot fortellingen?
withdraw-centres = Et annet senter tok imot den
withdraw-next = Gå videre
withdraw-next-hint = Ingenting skjer før du har sagt ja på neste side.
withdraw-print = På lånt maskin, som på biblioteket: lukk vinduet når du er ferdig. Koden blir ikke lagret i nettleseren av oss.
code-check-group = Noe er skrevet feil, trolig i gruppe nummer { $group }. Se på lappen en gang til. Det er lett å bytte om to tegn.
code-character-group = I gruppe nummer { $group } er det et tegn som ikke hører hjemme i en kode. Den har bare tall og bokstaver, og aldri U, Æ, Ø eller Å.
code-length-group = Koden skal ha 28 tegn. Se på gruppe nummer { $group }: der mangler det noe, eller det har kommet med for mye.

## Bekrefte

confirm-title = Vil du trekke tilbake fortellingen?
confirm-lead = Koden stemmer. Ingenting er gjort ennå.
confirm-owner = Det var { $hub } som tok imot fortellingen.
confirm-unknown = Maskinen vår har ikke sett fortellingen som koden hører til. Kanskje ligger den hos et senter vi ikke har hatt kontakt med på en stund. Du kan trekke den tilbake herfra likevel: vi tar vare på beskjeden og gir den videre.
confirm-hide-title = Skjul den først
confirm-hide = Ring senteret og si at du vil ha fortellingen skjult mens du tenker. Da kan ingen lese den, og senteret ringer deg når dere har avtalt det. Den kan komme fram igjen, eller du kan trekke den tilbake senere med den samme koden.
confirm-now-title = Trekk den tilbake nå
confirm-now = Det kan ikke gjøres om. Etterpå får du en side der du ser hvem som har fjernet den.
confirm-button = Ja, trekk den tilbake
confirm-wait = Nei, jeg venter
