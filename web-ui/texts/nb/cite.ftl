## Sitering

cite-anonymous = Anonym
cite-story = Personlig fortelling
cite-files = Last ned til referanseverktøy
cite-title = Slik siterer du
