## Ei forteljing

told-by = Fortalt av { $name }
told-anonymously = Fortalt anonymt
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
story-address = Fast adresse
story-cite = Slik siterer du
story-use = Forteljinga kan lesast, lenkjast til og siterast så lenge ho står her.
story-withdraw-lead = Er dette di forteljing, kan du ta ho tilbake når du vil:
cite-anonymous = Anonym
about-me-title = Handlar forteljinga om deg?
about-me = Kjenner du att deg sjølv eller nokon du er glad i, og skulle ønskje at noko var annleis?
