# Bokmål. Skriv slik en god medarbeider på senteret ville sagt det høyt.

## Felles

skip = Gå til innholdet
nav-main = Hovedmeny
nav-languages = Språk
yes = Ja
no = Nei
list-and = og
list-and-others = { $count ->
    [one] og ett til
   *[other] og { $count } til
}
themes = Temaer
untitled = Uten tittel
problem-prefix = Feil
confirmed-by = Bekreftet av { $hub }.
contact-call = Ring { $name } på { $phone }.
contact-call-hours = Ring { $name } på { $phone } ({ $hours }).
invented = Alt innhold her er oppdiktet, for å vise hvordan det virker.

## Delene av nettstedet

section-stories = Fortellinger
section-stories-about = Mennesker forteller om veien videre: om møter som betydde noe, om det som hjalp, og om det som sto i veien.
section-directory = Katalog
section-directory-about = Sentre, organisasjoner og tilbud i hele landet.
section-events = Arrangementer
section-events-about = Kurs, konferanser, samlinger og møter.
section-resources = Kunnskap
section-resources-about = Tiltak, eksempler og veiledere som andre har hatt nytte av.
section-articles = Aktuelt
section-articles-about = Nytt fra sentrene, invitasjoner til å fortelle, og rapporter.
section-network = Nettverket
section-network-about = Sentrene vi er sammen med, og hvordan vi holder hverandre oppdatert.
