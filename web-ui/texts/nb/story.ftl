## En fortelling

told-by = Fortalt av { $name }
told-anonymously = Fortalt anonymt
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
story-address = Fast adresse
story-cite = Slik siterer du
story-use = Fortellingen kan leses, lenkes til og siteres så lenge den står her.
story-withdraw-lead = Er dette din fortelling, kan du ta den tilbake når du vil:
cite-anonymous = Anonym
about-me-title = Handler fortellingen om deg?
about-me = Kjenner du igjen deg selv eller noen du er glad i, og skulle ønske at noe var annerledes?
