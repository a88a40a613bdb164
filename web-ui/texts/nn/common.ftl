# Nynorsk. Skriv slik ein god medarbeidar på senteret ville sagt det høgt.

## Felles

skip = Gå til innhaldet
nav-main = Hovudmeny
nav-languages = Språk
yes = Ja
no = Nei
list-and = og
list-and-others = { $count ->
    [one] og eitt til
   *[other] og { $count } til
}
themes = Tema
untitled = Utan tittel
problem-prefix = Feil
confirmed-by = Stadfesta av { $hub }.
contact-call = Ring { $name } på { $phone }.
contact-call-hours = Ring { $name } på { $phone } ({ $hours }).
invented = Alt innhaldet her er oppdikta, for å vise korleis det verkar.

## Delane av nettstaden

section-stories = Forteljingar
section-stories-about = Menneske fortel om vegen vidare: om møte som betydde noko, om det som hjelpte, og om det som stod i vegen.
section-directory = Katalog
section-directory-about = Senter, organisasjonar og tilbod i heile landet.
section-events = Arrangement
section-events-about = Kurs, konferansar, samlingar og møte.
section-resources = Kunnskap
section-resources-about = Tiltak, døme og rettleiarar som andre har hatt nytte av.
section-articles = Aktuelt
section-articles-about = Nytt frå sentra, invitasjonar til å fortelje, og rapportar.
section-network = Nettverket
section-network-about = Sentra vi er saman med, og korleis vi held kvarandre oppdaterte.
