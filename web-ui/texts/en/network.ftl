## The network

network-lead = { $network } is a group of centres that stand together and share what they publish. All are equal, and there is no head office.
network-how = Each centre has a machine of its own that holds the whole collection. The machines keep each other up to date directly, with nobody in between.
network-members = { $count ->
    [one] One centre
   *[other] { $count } centres
}
network-founder = Here from the beginning.
network-vouched = Vouched for by { $hubs }.
network-nobody-vouched = Nobody has vouched for this centre yet.
network-check-words = Check words
network-asking-title = Asking to join
network-asking-lead = { $admit ->
    [one] A centre is in when one of the others vouches for it.
   *[other] A centre is in when { $admit } of the others vouch for it.
} Read the check words to each other on the telephone first, so that you know you are talking about the same centre.
network-former-title = Have been part of it
step-here = This is where you are now.
step-in-step = Has the same as we do.
step-behind = Is fetching the latest.
step-behind-count = { $count ->
    [one] One thing is missing and being fetched.
   *[other] { $count } things are missing and being fetched.
}
step-away = We cannot reach them just now.
step-away-since = We cannot reach them. We last heard from them { $moment }.
network-how-alone = If a centre loses its connection, its site works all the same. If a machine breaks, nothing that was shared is lost.
network-how-signed = Everything is marked with the centre it comes from, so that none can write in another’s name. A new centre comes in when some of those already in vouch for it.
network-how-withdrawn = When someone withdraws a story, all the centres are told, and each answers when it has been removed.
network-all = Altogether there are
network-published = Has published
network-stories = { $count ->
    [one] one story
   *[other] { $count } stories
}
network-stories-few = a few stories
network-entries = { $count ->
    [one] one entry in the directory
   *[other] { $count } entries in the directory
}
network-events = { $count ->
    [one] one event
   *[other] { $count } events
}
network-resources = { $count ->
    [one] one resource
   *[other] { $count } resources
}
network-articles = { $count ->
    [one] one article
   *[other] { $count } articles
}
network-former-lead = What these published while they were in may still stand here.
step-away-today = We cannot reach them just now. We last heard from them today at { $time }.
