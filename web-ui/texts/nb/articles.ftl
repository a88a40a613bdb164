## Aktuelt

articles-calls = Vil du fortelle?
articles-calls-lead = Sentrene samler på fortellinger, og trenger din. Snakk gjerne med noen først.
articles-all = Alt det siste
articles-feed = Følg med i en nyhetsleser (Atom)
article-by = Av { $name }
article-about = Dette handler om { $what }.
article-tell = Vil du fortelle?
article-tell-first = Snakk gjerne med noen før du skriver. Det forplikter deg ikke til noe.
article-tell-hub = Ta kontakt med { $hub }.
article-tell-free = Du velger selv om navnet ditt skal stå der, og du kan trekke fortellingen tilbake når du vil.
article-cite = Vis til dette
