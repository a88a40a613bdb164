## The front page

home-welcome = Here people tell of mental health and substance use, and of the way onward. Read at your own pace, and find places where you can meet others.
home-newest = New stories
home-events = Coming up
home-ways = More to look at
banner-alone = This centre stands alone for now and is not part of a network.
banner-asking = This centre has asked to join the network. We are waiting for an answer.
banner-restored = We have just started again after trouble with our machine. The stories come back as soon as we have heard whether any were withdrawn in the meantime.
banner-resting = This centre is taking a break.
banner-closed = This centre has closed. The other centres take care of the stories.
banner-closed-successor = This centre has closed. { $hub } carries the work on.
home-start = Where would you like to begin?
home-read = Read a story
home-read-about = About meetings that mattered, about what helped, and about what stood in the way.
home-place = Find a place near you
home-place-about = Centres, organisations and services all over the country.
home-happens = See what is on
home-happens-about = Courses, gatherings, meetings and open houses.
home-municipality = Everything in my municipality
home-municipality-about = Places and events gathered for one place.
home-news = News
home-events-all = All events
home-news-all = More news
