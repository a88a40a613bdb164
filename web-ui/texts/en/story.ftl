## A story

told-by = Told by { $name }
told-anonymously = Told anonymously
reading-minutes = { $count ->
    [one] One minute to read
   *[other] { $count } minutes to read
}
warnings-title = Before you read
warnings-short = Here you meet { $warnings }.
warnings-long = In this story you meet { $warnings }.
warnings-choice = You decide whether you want to read it, and when.
warnings-help = Someone to talk to
warnings-open = Read the story
warnings-pass = Show me other stories instead
story-about = About this story
story-field = It is about
story-helped = This helped
story-hindered = This stood in the way
story-county = County
story-anonymisation = Changed out of care for others
story-month = Published
story-use = The story may be read, linked to and cited for as long as it is here.
about-me-title = Is this story about you?
about-me = Do you recognise yourself or someone you care for, and wish that something were different? Tell the centre. They listen to you, and they can hide the story while they look into it.
related-title = You may want to read these too
share-title = Share or cite
share-lead = The address stays the same, also if the story is corrected:
share-button = Share
copy-button = Copy the address
copy-done = The address is copied.
read-label = Reading aloud
read-play = Read it to me
read-pause = Take a break
read-resume = Read on
read-stop = Stop
story-printed = The story may have been corrected or taken back since it was printed. The address tells.
story-withdraw-title = Is this your story?
story-withdraw-lead = You can take it back whenever you like. You need not say why. If you would rather have something changed, you can ask for that.
about-me-hub = Contact { $hub }.
hiding-title = Adapt on this device
hiding-lead = Choose what you would rather not meet. Such stories are then hidden in the lists. Your choice stays on this device and is sent to nobody. It works only with JavaScript on.
hiding-warnings = Hide stories about
hiding-themes = Hide themes
hidden-line = A story is hidden, as you have chosen.
hidden-show = Show it anyway
