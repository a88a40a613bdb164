## Når noko ikkje kan visast

not-found-title = Denne sida finst ikkje
not-found = Kanskje er adressa skriven litt feil.
story-gone-title = Denne forteljinga er ikkje her lenger.
story-gone = Takk for at du ville lese. Her er det mange andre som fortel.
gone-title = Denne sida er ikkje her lenger.
gone = Kanskje finn du noko anna som hjelper.
held-title = Skjult for no
held = Denne sida er skjult for no. Ho kan kome tilbake. Du treng ikkje gjere noko, og du har ikkje gjort noko gale.
being-corrected-title = Denne sida blir retta
being-corrected = Ei ny utgåve er på veg, og ho kjem på same adressa. Prøv igjen om litt.
just-restored-title = Forteljingane kjem snart tilbake
just-restored = Vi er nett i gang att etter eit uhell. Før vi viser forteljingar, spør vi dei andre sentra om nokon er tekne tilbake i mellomtida. Det tek som regel berre nokre minutt.
busy-title = Det er travelt her akkurat no
busy = Vent litt og prøv igjen.
bad-request-title = Dette forstod vi ikkje
bad-request = Adressa eller skjemaet inneheld noko vi ikkje kjenner til. Gå tilbake og prøv ein gong til.
not-allowed-title = Det går ikkje an her
not-allowed = Denne sida kan lesast, men ho tek ikkje imot noko.
too-slow-title = Det tok for lang tid
too-slow = Sambandet var for tregt denne gongen. Prøv ein gong til.
too-large-title = Det vart for mykje på ein gong
too-large = Det du sende, er større enn det vi kan ta imot. Del det gjerne opp.
too-many-title = Litt for mange forsøk
too-many = Vent litt, så kan du prøve igjen.
internal-title = Noko gjekk gale hos oss
internal = Det er ikkje noko du har gjort. Prøv igjen om litt, eller ring senteret.
retry-seconds = { $count ->
    [one] Prøv igjen om eitt sekund.
   *[other] Prøv igjen om { $count } sekund.
}
retry-minutes = { $count ->
    [one] Prøv igjen om eitt minutt.
   *[other] Prøv igjen om { $count } minutt.
}
onward-stories = Les forteljingar
onward-home = Til framsida
onward-help = Nokon å snakke med
onward-search = Søk i alt
