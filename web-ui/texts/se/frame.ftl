# Davvisámegiella: the frame of every page, and what one reads in a crisis. What is missing here is bokmål.
