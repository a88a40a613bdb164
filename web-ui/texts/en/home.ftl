## The front page

home-welcome = Welcome. Here you can read what others have lived through, and find places where you can meet them.
home-newest = New stories
home-events = Coming up
home-ways = More to look at
banner-alone = This centre stands alone for now and is not part of a network.
banner-asking = This centre has asked to join the network. We are waiting for an answer.
banner-restored = We have just started again after trouble with our machine. The stories come back as soon as we have heard whether any were withdrawn in the meantime.
banner-resting = This centre is taking a break.
banner-closed = This centre has closed. The other centres take care of the stories.
banner-closed-successor = This centre has closed. { $hub } carries the work on.
