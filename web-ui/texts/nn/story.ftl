## Ei forteljing

told-by = Fortalt av { $name }
told-anonymously = Fortalt anonymt
reading-minutes = { $count ->
    [one] Eitt minutt å lese
   *[other] { $count } minutt å lese
}
warnings-title = Før du les
warnings-short = Her møter du { $warnings }.
warnings-long = I denne forteljinga møter du { $warnings }.
warnings-choice = Du bestemmer sjølv om du vil lese, og når.
warnings-help = Nokon å snakke med
warnings-open = Les forteljinga
warnings-pass = Vis meg heller andre forteljingar
story-about = Om denne forteljinga
story-field = Handlar om
story-helped = Dette hjelpte
story-hindered = Dette stod i vegen
story-county = Fylke
story-anonymisation = Endra av omsyn til andre
story-month = Publisert
story-use = Forteljinga kan lesast, lenkjast til og siterast så lenge ho står her.
about-me-title = Handlar forteljinga om deg?
about-me = Kjenner du att deg sjølv eller nokon du er glad i, og skulle ønskje at noko var annleis? Sei frå til senteret. Dei høyrer på deg, og dei kan skjule forteljinga medan dei ser på saka.
related-title = Kanskje vil du lese desse òg
share-title = Del eller siter
share-lead = Adressa er den same også om forteljinga blir retta:
share-button = Del
copy-button = Kopier adressa
copy-done = Adressa er kopiert.
read-label = Opplesing
read-play = Les høgt for meg
read-pause = Ta ein pause
read-resume = Les vidare
read-stop = Stopp
story-printed = Forteljinga kan vere retta eller teken tilbake sidan ho vart skriven ut. Det ser du på adressa.
story-withdraw-title = Er dette di forteljing?
story-withdraw-lead = Du kan ta ho tilbake når du vil. Du treng ikkje seie kvifor. Vil du heller ha noko endra, kan du be om det.
about-me-hub = Ta kontakt med { $hub }.
hiding-title = Tilpass på denne eininga
hiding-lead = Vel det du helst vil sleppe å møte. Då blir slike forteljingar skjulte i listene. Valet blir liggjande på denne eininga og blir ikkje sendt til nokon. Det verkar berre når JavaScript er på.
hiding-warnings = Skjul forteljingar om
hiding-themes = Skjul tema
hidden-line = Ei forteljing er skjult, slik du har valt.
hidden-show = Vis ho likevel
