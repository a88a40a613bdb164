# English. Write as a good colleague at the centre would say it aloud.

## On every page

skip = Skip to the content
nav-main = Main menu
nav-languages = Language
yes = Yes
no = No
list-and = and
list-and-others = { $count ->
    [one] and one more
   *[other] and { $count } more
}
themes = Themes
untitled = Untitled
problem-prefix = Error
confirmed-by = Confirmed by { $hub }.
contact-call = Call { $name } on { $phone }.
contact-call-hours = Call { $name } on { $phone } ({ $hours }).
invented = Everything here is invented, to show how it works.

## The parts of the site

section-stories = Stories
section-stories-about = People tell about the way on: about meetings that mattered, what helped, and what stood in the way.
section-directory = Directory
section-directory-about = Centres, organisations and services all over Norway.
section-events = Events
section-events-about = Courses, conferences, gatherings and meetings.
section-resources = Knowledge
section-resources-about = Measures, examples and guides that others have found useful.
section-articles = News
section-articles-about = News from the centres, invitations to tell, and reports.
section-network = The network
section-network-about = The centres we stand together with, and how we keep each other up to date.
