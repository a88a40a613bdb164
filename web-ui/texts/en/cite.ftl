## Citing

cite-anonymous = Anonymous
cite-story = Personal story
cite-files = Download for reference managers
