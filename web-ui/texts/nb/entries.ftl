## Oppføringer

document-modified = Sist endret { $month }.
conflicts-title = To sentre har skrevet ulikt her
conflicts-lead = Over ser du det ene. Dette har andre skrevet. Ring gjerne og spør hva som stemmer.
conflicts-by = – skrevet av { $hub }
