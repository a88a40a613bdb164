## The network

network-lead = { $network } is centres that stand together. All are equal, and there is no head office.
network-how = What one centre publishes, the others have too. If a machine breaks, nothing is lost. A new centre joins when centres that are already in vouch for it.
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
