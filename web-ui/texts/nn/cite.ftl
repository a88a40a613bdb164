## Sitering

cite-anonymous = Anonym
cite-story = Personleg forteljing
cite-files = Last ned til referanseverktøy
cite-title = Slik siterer du
