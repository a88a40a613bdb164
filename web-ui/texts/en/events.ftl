## Events

event-daily = Every day
event-weekly = Every { $days }
event-fortnightly = Every other { $days }
event-weeks = Every { $weeks } weeks, on { $days }
event-monthly = The { $which } { $day } of the month
event-monthly-day = On day { $day } of every month
event-yearly = Every year
event-first = first
event-second = second
event-third = third
event-fourth = fourth
event-last = last
event-until = { $often } until { $date }
event-times = { $often }, { $count ->
    [one] once
   *[other] { $count } times
}
event-when = When
event-next = The next times
event-more-dates = and more times after that
event-since = First time: { $date }
event-zone = Times are for { $zone }.
event-where = Where
event-online = Online
event-price = Price
event-price-until = until { $date }
event-price-over = was until { $date }
event-registration = Registration
event-register = Register
event-deadline = Deadline: { $date }
event-deadline-over = The deadline was { $date }
event-capacity = Places
event-capacity-count = { $count ->
    [one] One place
   *[other] { $count } places
}
event-organisers = Organised by
event-collaborators = Together with
event-over = Over
event-over-long = This is over.
event-cancelled-long = Cancelled. This will not take place.
event-tentative-long = This is not finally decided. The time or the place may change.
event-calendar = Add to your calendar
event-about = About the event
events-coming = Everything to come
events-months = Months
events-none = There is nothing in the calendar here yet.
events-none-month = There is nothing in the calendar this month.
events-count = { $count ->
    [0] No events
    [one] One event
   *[other] { $count } events
}
events-feed = Get all of this in your own calendar
events-feed-how = Copy the address of the link to where you subscribe to calendars. Then you also get what is new, and what is cancelled.
filter-mode = How
