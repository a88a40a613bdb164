## Knowledge

filter-involvement = User involvement
filter-evidence = What we know
filter-phase = How far
resource-responsible = Responsible
resource-involvement = User involvement
resource-rung = Step { $rung } of { $of }; at the top, service users lead the work.
resource-evidence = What we know
resource-phase = How far it has come
resource-period = Period
resource-background = Background
resource-goals = Goals
resource-steps = How to do it
resource-checklist = Checklist
resource-checklist-print = Print the page, and each item gets a box to tick.
resource-results = Results, and what we learned
resource-partners = Together with
resource-sites = Places
resource-review = Will be looked at again
resource-review-over = That day has passed. Ask whether this still holds.
