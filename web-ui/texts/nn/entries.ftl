## Oppføringar

document-modified = Sist endra { $month }.
conflicts-title = To senter har skrive ulikt her
conflicts-lead = Over ser du det eine. Dette har andre skrive. Ring gjerne og spør kva som stemmer.
conflicts-by = – skrive av { $hub }
