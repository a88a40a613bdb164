## Withdrawing

withdraw-title = Withdraw your story
withdraw-lead = The story is yours. You can take it back whenever you like, and you need not say why.
withdraw-problem = The code was not accepted. See what it says by the field.
withdraw-change-title = Would you rather have something changed?
withdraw-change = Perhaps it is a name, a place or a sentence that no longer feels right. Then we can correct that, and the rest can stay.
withdraw-change-contact = Talk to the centre that received your story.
withdraw-find-centre = Find the centre in the directory
withdraw-what-title = This happens when you withdraw it
withdraw-what-here = The story is removed from our machine at once, together with the comments on it.
withdraw-what-others = The other centres in the network are told, and remove it from theirs.
withdraw-what-away = A centre that is offline just now removes the story when it is back.
withdraw-what-receipts = You get a page of your own where you can see who has answered.
withdraw-what-final = It cannot be undone.
withdraw-not-title = This we cannot call back
withdraw-not = What is printed on paper. Theses and articles that have cited the story. Copies that somebody has kept. What search engines remember.
withdraw-code-title = Your code
withdraw-off = The form is closed here, because this page was not opened over a secure connection (HTTPS), and others could have read the code on its way.
withdraw-off-instead = The code works at every centre in the network. Use another centre’s page, or call us.
withdraw-lost = Have you lost the code? Get in touch with the centre, and you will find a way together.
withdraw-button = Withdraw the story
code-label = Code
code-hint = It is on the slip you were given: seven groups of four characters. Capital or small letters and spaces make no difference.
code-empty = Please enter the code first.
code-length = A code has 28 characters. See whether something is missing, or has come in twice.
code-character = There is a character here that does not belong in a code. It has only digits and letters, and never Æ, Ø or Å.
code-check = Something is mistyped. Please look at the slip once more. Two characters are easily swapped.
code-too-many = There have been many attempts from here. Wait a few minutes and try again. Your code still works.
code-no-room = Our machine cannot take more codes just now. Your code works at every centre in the network, so please try another.

## Receipts

receipts-title = Receipts
receipts-summary = Removed at { $done } of { $total }.
receipts-none-yet = Nobody has answered yet.
receipts-waiting = Waiting for { $hub }.
receipts-waiting-since = Waiting for { $hub } since { $date }.
receipts-waiting-more = { $count ->
    [one] Waiting for one more centre.
   *[other] Waiting for { $count } more centres.
}
receipts-unknown = The code has been accepted. Nobody we have talked to so far knows the story, but we ask everyone we reach.
receipts-bookmark = You can keep this page as a bookmark and come back whenever you like. It does not say what the story was called, or who told it.
receipts-again = Look for new receipts
receipts-waiting-title = We are waiting for these
receipts-waiting-lead = Their machine may be switched off or offline. They are told as soon as they are back, and you need not do anything.
receipts-since = Since { $date }.
receipts-machines = { $count ->
    [one] One machine has not answered.
   *[other] { $count } machines have not answered.
}
receipts-list-title = These have answered
receipts-machine = Machine: { $machine }.
receipts-removed = Removed.
receipts-removed-on = Removed { $date }.
receipts-meaning = “Removed” means that the machine does not have the story, that the key it may have been locked with is overwritten, and that the machine will not take it in again.
receipts-closed-title = Centres that have closed
receipts-closed = These no longer exist and cannot answer.
receipts-outside-title = Outside the network
receipts-outside = These may have had the story, and are no longer part of the network. We do not know what they have done with it.
