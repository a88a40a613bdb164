## Entries

document-modified = Last changed { $month }.
conflicts-title = Two centres have written differently here
conflicts-lead = You see one of them above. This is what others have written. Do call and ask which is right.
conflicts-by = – written by { $hub }
