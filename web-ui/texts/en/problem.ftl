## When something cannot be shown

not-found-title = This page does not exist
not-found = Perhaps the address has a small mistake in it.
story-gone-title = This story is no longer here.
story-gone = Thank you for wanting to read. Many others tell their stories here.
gone-title = This page is no longer here.
gone = Perhaps you will find something else that helps.
held-title = Hidden for now
held = This page is hidden for now. It may come back. There is nothing you need to do, and you have done nothing wrong.
being-corrected-title = This page is being corrected
being-corrected = A new version is on its way, and it comes at the same address. Try again in a little while.
just-restored-title = The stories will be back soon
just-restored = We have just started again after a mishap. Before we show stories, we ask the other centres whether any were taken back in the meantime. It usually takes only a few minutes.
busy-title = We are busy just now
busy = Wait a little and try again.
bad-request-title = We did not understand this
bad-request = The address or the form holds something that we do not know. Go back and try once more.
not-allowed-title = That cannot be done here
not-allowed = This page can be read, but it does not take anything in.
too-slow-title = It took too long
too-slow = The connection was too slow this time. Try once more.
too-large-title = That was too much at once
too-large = What you sent is larger than what we can take. Please send it in parts.
too-many-title = A few too many attempts
too-many = Wait a little, and you can try again.
internal-title = Something went wrong at our end
internal = It is nothing that you did. Try again in a little while, or call the centre.
retry-seconds = { $count ->
    [one] Try again in one second.
   *[other] Try again in { $count } seconds.
}
retry-minutes = { $count ->
    [one] Try again in one minute.
   *[other] Try again in { $count } minutes.
}
onward-stories = Read stories
onward-home = To the front page
onward-help = Someone to talk to
onward-search = Search everything
