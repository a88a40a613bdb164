## Aktuelt

articles-calls = Vil du fortelje?
articles-calls-lead = Sentera samlar på forteljingar, og treng di. Snakk gjerne med nokon først.
articles-all = Alt det siste
articles-feed = Følg med i ein nyheitslesar (Atom)
article-by = Av { $name }
article-about = Dette handlar om { $what }.
article-tell = Vil du fortelje?
article-tell-first = Snakk gjerne med nokon før du skriv. Det forpliktar deg ikkje til noko.
article-tell-hub = Ta kontakt med { $hub }.
article-tell-free = Du vel sjølv om namnet ditt skal stå der, og du kan trekkje forteljinga tilbake når du vil.
article-cite = Vis til dette
