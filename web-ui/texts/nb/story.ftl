## En fortelling

told-by = Fortalt av { $name }
told-anonymously = Fortalt anonymt
reading-minutes = { $count ->
    [one] Ett minutt å lese
   *[other] { $count } minutter å lese
}
warnings-title = Før du leser
warnings-short = Her møter du { $warnings }.
warnings-long = I denne fortellingen møter du { $warnings }.
warnings-choice = Du bestemmer selv om du vil lese, og når.
warnings-help = Noen å snakke med
warnings-open = Les fortellingen
warnings-pass = Vis meg heller andre fortellinger
story-about = Om denne fortellingen
story-field = Handler om
story-helped = Dette hjalp
story-hindered = Dette sto i veien
story-county = Fylke
story-anonymisation = Endret av hensyn til andre
story-month = Publisert
story-use = Fortellingen kan leses, lenkes til og siteres så lenge den står her.
about-me-title = Handler fortellingen om deg?
about-me = Kjenner du igjen deg selv eller noen du er glad i, og skulle ønske at noe var annerledes? Si fra til senteret. De hører på deg, og de kan skjule fortellingen mens de ser på saken.
related-title = Kanskje vil du lese disse også
share-title = Del eller siter
share-lead = Adressen er den samme også om fortellingen blir rettet:
share-button = Del
copy-button = Kopier adressen
copy-done = Adressen er kopiert.
read-label = Opplesning
read-play = Les høyt for meg
read-pause = Ta en pause
read-resume = Les videre
read-stop = Stopp
story-printed = Fortellingen kan være rettet eller tatt tilbake siden den ble skrevet ut. Det ser du på adressen.
story-withdraw-title = Er dette din fortelling?
story-withdraw-lead = Du kan ta den tilbake når du vil. Du trenger ikke si hvorfor. Vil du heller ha noe endret, kan du be om det.
about-me-hub = Ta kontakt med { $hub }.
hiding-title = Tilpass på denne enheten
hiding-lead = Velg det du helst vil slippe å møte. Da blir slike fortellinger skjult i listene. Valget blir liggende på denne enheten og sendes ikke til noen. Det virker bare når JavaScript er på.
hiding-warnings = Skjul fortellinger om
hiding-themes = Skjul temaer
hidden-line = En fortelling er skjult, slik du har valgt.
hidden-show = Vis den likevel
