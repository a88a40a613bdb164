## Når noe ikke kan vises

not-found-title = Denne siden finnes ikke
not-found = Kanskje er adressen skrevet litt feil.
story-gone-title = Denne fortellingen er ikke her lenger.
story-gone = Takk for at du ville lese. Her er det mange andre som forteller.
gone-title = Denne siden er ikke her lenger.
gone = Kanskje finner du noe annet som hjelper.
held-title = Skjult for nå
held = Denne siden er skjult for nå. Den kan komme tilbake. Du trenger ikke gjøre noe, og du har ikke gjort noe galt.
being-corrected-title = Denne siden blir rettet
being-corrected = En ny utgave er på vei, og den kommer på samme adresse. Prøv igjen om litt.
just-restored-title = Fortellingene kommer snart tilbake
just-restored = Vi er nettopp i gang igjen etter et uhell. Før vi viser fortellinger, spør vi de andre sentrene om noen er tatt tilbake i mellomtiden. Det tar som regel bare noen minutter.
busy-title = Det er travelt her akkurat nå
busy = Vent litt og prøv igjen.
bad-request-title = Dette forsto vi ikke
bad-request = Adressen eller skjemaet inneholder noe vi ikke kjenner til. Gå tilbake og prøv en gang til.
not-allowed-title = Det går ikke an her
not-allowed = Denne siden kan leses, men den tar ikke imot noe.
too-slow-title = Det tok for lang tid
too-slow = Forbindelsen var for treg denne gangen. Prøv en gang til.
too-large-title = Det ble for mye på en gang
too-large = Det du sendte, er større enn det vi kan ta imot. Del det gjerne opp.
too-many-title = Litt for mange forsøk
too-many = Vent litt, så kan du prøve igjen.
internal-title = Noe gikk galt hos oss
internal = Det er ikke noe du har gjort. Prøv igjen om litt, eller ring senteret.
retry-seconds = { $count ->
    [one] Prøv igjen om ett sekund.
   *[other] Prøv igjen om { $count } sekunder.
}
retry-minutes = { $count ->
    [one] Prøv igjen om ett minutt.
   *[other] Prøv igjen om { $count } minutter.
}
onward-stories = Les fortellinger
onward-home = Til forsiden
onward-help = Noen å snakke med
onward-search = Søk i alt
