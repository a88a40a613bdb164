## Citing

cite-anonymous = Anonymous
cite-story = Personal story
cite-files = Download for reference managers
cite-title = How to cite it
