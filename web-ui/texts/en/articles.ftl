## News

articles-calls = Would you like to tell?
articles-calls-lead = The centres are collecting stories, and need yours. You are welcome to talk with somebody first.
articles-all = The latest
articles-feed = Follow this in a feed reader (Atom)
article-by = By { $name }
article-about = This is about { $what }.
article-tell = Would you like to tell?
article-tell-first = You are welcome to talk with somebody before you write. It commits you to nothing.
article-tell-hub = Get in touch with { $hub }.
article-tell-free = You decide whether your name is on it, and you can withdraw the story whenever you like.
article-cite = Refer to this
