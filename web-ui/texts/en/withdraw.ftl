## Withdrawing

withdraw-title = Withdraw your story
withdraw-lead = The story is yours. You can take it back whenever you like, and you need not say why.
withdraw-problem = The code was not accepted. See what it says by the field.
withdraw-change-title = Would you rather have something changed?
withdraw-change = Perhaps there is a name, a place or a sentence that no longer feels right. The centre can change that, and the rest can stay.
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
receipts-bookmark = Bookmark this page, or enter your code again, to come back here. It does not say what the story was called, or who told it.
receipts-again = Look again
receipts-waiting-title = We are waiting for these
receipts-waiting-lead = Their machine may be switched off or offline. They will be told as soon as it is back, and you do not have to do anything.
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
receipts-outside-title = May have had a copy
receipts-outside = These were in the network and may have had a copy when they left. We do not know what they did with it. Your centre can ask them.
withdraw-hide = If you are in doubt, the centre can hide the story while you think. Then nobody can read it, nothing is deleted, and the centre calls you back when you have agreed.
withdraw-here = Did we receive your story?
withdraw-centres = Another centre received it
withdraw-next = Go on
withdraw-next-hint = Nothing happens until you have said yes on the next page.
withdraw-print = On a borrowed computer, as in a library: close the window when you are done. We do not keep the code in the browser.
code-check-group = Something is mistyped, probably in group number { $group }. Look at the slip once more. It is easy to swap two characters.
code-character-group = Group number { $group } has a character that no code has. There are only digits and letters, and never U, Æ, Ø or Å.
code-length-group = The code has 28 characters. Look at group number { $group }: something is missing there, or there is too much.

## Confirming

confirm-title = Do you want to withdraw your story?
confirm-lead = The code is right. Nothing has been done yet.
confirm-owner = It was { $hub } that received the story.
confirm-unknown = Our machine has not seen the story that the code belongs to. It may be at a centre that we have not reached for a while. You can withdraw it from here all the same: we keep the message and pass it on.
confirm-hide-title = Hide it first
confirm-hide = Call the centre and say that you want the story hidden while you think. Then nobody can read it, and the centre calls you back when you have agreed. It can be shown again, or you can withdraw it later with the same code.
confirm-now-title = Withdraw it now
confirm-now = It cannot be undone. Afterwards you get a page where you see who has removed it.
confirm-button = Yes, withdraw it
confirm-wait = No, I will wait
