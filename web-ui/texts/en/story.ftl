## A story

told-by = Told by { $name }
told-anonymously = Told anonymously
warnings-title = Before you read
warnings-short = Here you meet { $warnings }.
warnings-long = In this story you meet { $warnings }.
warnings-choice = You decide whether you want to read it, and when.
warnings-help = Someone to talk to
warnings-open = Read the story
warnings-pass = Show me other stories instead
story-about = About this story
story-field = It is about
story-helped = This helped
story-hindered = This stood in the way
story-county = County
story-anonymisation = Changed out of care for others
story-month = Published
story-address = Permanent address
story-cite = How to cite it
story-use = The story may be read, linked to and cited for as long as it is here.
story-withdraw-lead = If this is your story, you can take it back whenever you like:
cite-anonymous = Anonymous
about-me-title = Is this story about you?
about-me = Do you recognise yourself or someone you care for, and wish that something were different?
