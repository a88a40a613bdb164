## About us

about-title = About us
about-site-title = About this site
about-site = Here are stories from people who have lived with mental illness or substance use, and from those close to them. There are also places to go, events, and knowledge that others have found useful.
about-network-title = Several centres together
about-network = The centre shares what it publishes with other centres. Each has a machine of its own, and none decides over the others. So you may find the same thing at several.
about-network-link = See who takes part
about-who-title = Who answers for what
about-who = Each story and each page says which centre it comes from. That centre answers for it.
notice-contact-title = Talk to us
notice-contact = Is something unclear, or wrong?

## Privacy

privacy-title = Privacy
privacy-reading-title = When you read
privacy-reading = You can read everything without saying who you are. There are no cookies and no statistics about readers, and nothing is fetched from other sites.
privacy-address = When you open a page, our machine sees your network address while it answers, as every site does. It does not store it.
privacy-device = Two things may stay in your own browser: themes you have chosen to hide, and the numbers of people you can call. They are sent to nobody. You remove them by clearing site data in the browser.
privacy-history = Your browser remembers which pages you have visited. We cannot clear that for you.
privacy-stories-title = When you have told something
privacy-consent = We show a story because its teller said yes. You say yes to one thing at a time: that it stands here, that the other centres show it too, that it may be used in research and teaching, that it may be printed, and that search engines may find it. One answer does not bind the other.
privacy-stays = Your name, telephone number, consent and the text as it was before it was changed stay on the centre’s own machine. The other centres never get them.
privacy-withdraw = You can withdraw the story whenever you want, at any of the centres, with the code you were given. You do not have to say why.
privacy-who-title = Who is responsible
privacy-who = The centre that received a story is the controller of it. For what is shared in the network the centres are joint controllers. You can turn to any of them.
privacy-basis = The basis is consent, under the General Data Protection Regulation, articles 6(1)(a) and 9(2)(a).
privacy-rights-title = What you can ask for
privacy-rights = You can be told what we have about you, have it corrected, have it erased, and take it with you. This is also so if you recognise yourself in what somebody else has told.
privacy-complain = If you are not content with the answer, you can complain to the Norwegian Data Protection Authority.
privacy-complain-link = Datatilsynet, the data protection authority

## Accessibility

access-title = Accessibility
access-aim-title = What we aim at
access-aim = Everybody should be able to use this site: on a phone with a poor connection, with a screen reader, with a keyboard, with large text and without JavaScript. The aim is WCAG 2.2 at level AA on every page.
access-known-title = What we know of
access-tested = The pages are tested with automatic tools. Nobody from outside has examined them yet.
access-words = Stories and entries are written by many, and some texts may be hard to read. Northern Sámi is there only for menus and help lines.
access-script = Hiding themes that you do not want to read about needs JavaScript. Everything else works without it.
access-tell-title = Is something in your way?
access-tell = Tell the centre. You do not have to know what the fault is called. If there is something you cannot read, we will gladly read it to you on the telephone.
access-complain = If it does not get better, you can tell the Norwegian authority for universal design of ICT.
access-complain-link = Uutilsynet, the authority for universal design

## Rules

rules-title = Rules
rules-stories-title = Stories
rules-read = A person at the centre reads every story before it is published. The teller has seen the text as it stands, and has said yes.
rules-own = You tell of your own life, in your own words. It does not have to end well.
rules-others = Others in the story have not agreed. So we take out what could tell who they are.
rules-suicide = Suicide and self-harm can be told of. We do not write how or where.
rules-not-title = What we do not publish
rules-not = Harassment and hate. Something written in another’s name. Who others are, or how to reach them. How to harm oneself. Advertising.
rules-why = Whoever is refused is told which rule it is about, and why.
rules-wrong-title = Do you see something that should not be here?
rules-wrong = Call the centre it comes from. They can hide it at once, and look into it afterwards.
rules-choice-title = How the centre chooses
