## Help now

help-title = Someone to call
help-urgent = When it cannot wait
help-talk = Someone to talk to
help-call-title = What happens when you call?
help-call-no-name = You do not have to say who you are, and you do not have to know what to say. “I do not know where to begin” is how many begin.
help-call-emergency = If you call 113, they first ask where you are, so that they can send someone. Stay on the line, even if you cannot say much.
help-call-busy = If the line is busy, try again, or call one of the others.
help-call-other = It is just as right to call for somebody else. Better once too often.
help-not-us = The centre is not an emergency line, and nobody reads what you send us at night. When it cannot wait, call the numbers above.
help-verified = Checked on { $date }.
help-offline-title = You are offline now
help-offline = The page you asked for cannot be fetched. Your phone may work all the same, and these numbers are kept on it. Stories are never kept there.
help-try-again = Try the front page again
