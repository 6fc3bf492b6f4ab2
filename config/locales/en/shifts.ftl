# Shifts, cover, reminders, being away, and who is there. { $hours } is a day with its hours, as in “Fri 4 Dec,
# 20:00–23:00 (Berlin)”.

command-shifts = Your shifts: see, add, post for cover, take
option-shifts-action = list, add, cover, take or remove
option-shifts-when = The day and the hours: Fri 20:00-23:00
option-shifts-repeat = once or weekly
option-shifts-zone = The time zone, if it is not the line's: Europe/Berlin
choice-shifts-action-list = See
choice-shifts-action-add = Add
choice-shifts-action-cover = Post for cover
choice-shifts-action-take = Take
choice-shifts-action-remove = Remove
choice-shifts-repeat-once = Only once
choice-shifts-repeat-weekly = Every week
form-shifts = A shift
field-shifts-when = Day and hours (Fri 20:00-23:00)
field-shifts-repeat = once or weekly
field-shifts-zone = Time zone (may stay empty)
question-shifts-repeat = Only this once, or every week?

shift-list =
    { $alias ->
        [none] { $own_lines ->
            [none] You have no shifts.
           *[other] Your next shifts:
                { $own_lines }
        }
       *[other] { $own_lines ->
            [none] { $alias } has no shifts.
           *[other] The next shifts of { $alias }:
                { $own_lines }
        }
    }{ $open_lines ->
        [none] {""}
       *[other] {""}

            Somebody is needed here:
            { $open_lines }
    }{ $picks ->
        [none] {""}
       *[other] {""}

            A number shows what you can do with it.
    }
shift-line =
    { $number }. { $hours }{ $weekly ->
        [yes] , every week
       *[no] {""}
    }{ $alias ->
        [none] {""}
       *[other] {" "}({ $alias })
    }{ $posted ->
        [yes] {" "}– posted for cover
       *[no] {""}
    }
button-number = { $name }
button-add-shift = Add a shift

ask-shift =
    { $why ->
        [none] When? Write the day and the hours, for example: Fri 20:00-23:00, tomorrow 20-23, or 2026-12-24 20:00-23:00.
        [unreadable] I can't read that. Write the day and the hours, for example: Fri 20:00-23:00, tomorrow 20-23, or 2026-12-24 20:00-23:00; then “once” or “weekly”.
        [order] A shift ends after it begins. Write the day and the hours, for example: Fri 20:00-23:00.
        [short] A shift takes 15 minutes at least. Write the day and the hours, for example: Fri 20:00-23:00.
        [long] A shift takes 24 hours at most. Write the day and the hours, for example: Fri 20:00-23:00.
        [zone] I don't know that time zone. Its name looks like Europe/Berlin; without one it's the line's own. Please write the day and the hours again.
        [far] That is more than a year ahead. Write a day that comes sooner, for example: Fri 20:00-23:00.
        [past] That is over already. Write a day that is to come, for example: Fri 20:00-23:00.
       *[overlap] There is a shift at that time already. Write another day or other hours, or see /shifts.
    }

shift-understood =
    { $alias ->
        [none] A shift on { $hours }
       *[other] A shift of { $alias } on { $hours }
    }{ $weekly ->
        [yes] , and then every week at that time. Is that right?
       *[no] , only this once. Is that right?
    }
button-add-it = Add it

shift-added =
    { $weekly ->
        [yes] It stands: { $hours }, and then every week.
       *[no] It stands: { $hours }.
    } { $alias ->
        [none] I'll remind you, and put you on call when it begins.
       *[other] I've told { $alias }.
    }

shift-shown =
    { $hours }{ $weekly ->
        [yes] , every week
       *[no] {""}
    }. { $state ->
        [own] It's yours.
        [posted] It was yours, and is posted for cover: nobody has taken it yet.
        [open] { $running ->
            [yes] It's running now, and { $alias } isn't there.
           *[no] { $alias } can't come, and nobody has taken it yet.
        }
       *[others] { $alias } is there.
    }{ $looks_after ->
        [yes] {" "}As a coordinator you can change it for them; they'll hear of it.
       *[no] {""}
    }
button-post-for-cover = Post for cover
button-there-after-all = I'll be there after all
button-cover-it = I'll cover it
button-take-over-now = Take over now
button-somebody-takes = Somebody else takes it
button-remove-this = Remove this one
button-remove-all = Remove it for good

cover-posted =
    { $others ->
        [0] Nobody else is on the roster to be asked. A coordinator may know somebody.
        [one] I've asked { $others } other listener: { $hours }.
       *[other] I've asked { $others } other listeners: { $hours }.
    }{ $alias ->
        [none] {" "}Until somebody takes it nobody is there then, and I won't put you on call.
       *[other] {" "}I've told { $alias }. Until somebody takes it nobody is there then.
    }
cover-wanted = { $alias } can't come on { $hours }. Could you be there?
cover-over =
    { $alias ->
        [none] { $hours }: nobody is needed any more. Thank you.
       *[other] { $hours }: { $alias } is there. Thank you.
    }
shift-covered = { $alias } is there instead of you on { $hours }. You're free then.
shift-yours =
    { $coordinator ->
        [none] { $running ->
            [yes] Thank you. You're on call as of now: { $hours }.
           *[no] Thank you. It's yours: { $hours }. I'll remind you, and put you on call when it begins.
        }
       *[other] { $coordinator }, a coordinator, asks you to be there on { $hours }. It's yours now; if you can't, press { button-post-for-cover }.
    }
shift-kept =
    { $alias ->
        [none] Thank you. You're there on { $hours }.
       *[other] { $alias } is there on { $hours }. I've told them.
    }
shift-removed =
    { $whole ->
        [yes] That shift is off the rota for good: { $hours } and all that followed.
       *[no] That one is off the rota: { $hours }.
    }{ $alias ->
        [none] {""}
       *[other] {" "}I've told { $alias }.
    }
rota-changed =
    { $what ->
        [added] { $coordinator }, a coordinator, has put a shift on the rota for you: { $hours }{ $weekly ->
            [yes] , every week.
           *[no] .
        } If that's not right, see /shifts.
        [removed] { $coordinator }, a coordinator, has taken this one off the rota: { $hours }. You're free then.
        [ended] { $coordinator }, a coordinator, has taken your shift off the rota for good: { $hours } and all that followed.
        [posted] { $coordinator }, a coordinator, has posted your shift for cover: { $hours }. You needn't be there.
        [given] { $coordinator }, a coordinator, has found somebody else for { $hours }. You're free then.
       *[kept] { $coordinator }, a coordinator, says that you're there after all on { $hours }. If not, see /shifts.
    }
shift-gone =
    { $why ->
        [taken] Another listener has taken this one. Thank you for being there.
        [over] That one is over.
        [overlap] You're on the rota at that time already, so you can't take this one too.
        [nobody] Nobody else on the roster could be there then.
        [away] You're away at that time. /away off says that you're back.
       *[gone] There is no such shift any more. /shifts shows those that there are.
    }
who-takes = Who is there instead on { $hours }?
button-person = { $name }
shift-given = { $alias } is there on { $hours }. I've told them.

shift-soon =
    { $uncovered ->
        [yes] Nobody has taken your shift yet: { $hours }. That's all right, the coordinators know of it. Perhaps you can come after all?
       *[no] { $soon ->
            [yes] Your shift begins soon: { $hours }. I'll put you on call.
           *[no] Your next shift: { $hours }. If you can't come, tell us early.
        }
    }
shift-begun = Your shift has begun: you're on call until { $until }. I'll write to you when someone would like to talk. Thank you.
shift-skipped =
    { $why ->
        [away] A shift of yours has begun, and you're away: I don't ask you. If you're there after all, send /oncall.
        [youth] A shift of yours has begun. This line is for young people, and a coordinator has to approve you for that first: please ask them.
       *[practice] A shift of yours has begun. Before you can go on call there is one thing to practise: send /oncall.
    }
gap-ahead =
    Nobody is there on { $hours }, though somebody was meant to be: in { $in_hours ->
        [one] { $in_hours } hour
       *[other] { $in_hours } hours
    }. /roster shows who could.

command-pause = Off call at once, until you're back
command-away = Say when you're away: holidays, exams
option-away-start = From which day (2026-12-24), or: off
option-away-end = To which day, that day included
form-away = When you're away
field-away-start = From (2026-12-24)
field-away-end = To, that day included (2027-01-02)
question-away-end = Until when? Write the last day, for example 2027-01-02.
ask-away =
    { $why ->
        [none] From when? Write the first day, for example 2026-12-24.
        [unreadable] I can't read that. Write days like 2026-12-24 or Fri, with a time after them if you like. From when?
        [order] That ends before it begins. From when?
        [past] That is over already. From when?
       *[long] You can be away for a year at most. From when?
    }
away =
    You're away: { $hours }. I don't ask you then.{ $falling ->
        [0] {""}
        [one] {" "}One shift of yours falls into that time, and nobody is there for it yet.
       *[other] {" "}{ $falling } shifts of yours fall into that time, and nobody is there for them yet.
    }
button-post-all = Post them for cover
button-back = I'm back
away-posted =
    { $posted ->
        [0] There is nothing left to post.
        [one] One shift is posted for cover. I've asked the others.
       *[other] { $posted } shifts are posted for cover. I've asked the others.
    }
away-over =
    { $over ->
        [yes] Your time away is over: welcome back. I'll put you on call when your next shift begins; /oncall does it at once.
       *[no] Welcome back. I'll put you on call when your next shift begins; /oncall does it at once.
    }
paused =
    You're off call now, and I won't ask you until you say so{ $next_hours ->
        [none] .
       *[other] {" "}or your next shift begins: { $next_hours }.
    } Take your time.

next =
    { $on_call ->
        [0] Nobody is on call now.
        [one] { $on_call } listener is on call now.
       *[other] { $on_call } listeners are on call now.
    } { $until ->
        [none] You're off call.
       *[other] You're on call until { $until }.
    }{ $opens ->
        [none] {""}
       *[other] {" "}Next somebody is there { $opens_in }.
    }{ $next_hours ->
        [none] {" "}You have no shift to come.
       *[other] {" "}Your next shift: { $next_hours }.
    }
button-calendar = Calendar
calendar-link =
    Your shifts as a calendar, for your own calendar app. Who has this address can read them, so keep it to yourself; asking again gives a new one, and the old one stops working.
    { $own_feed }{ $line_feed ->
        [none] {""}
       *[other] {""}

            All of the line's shifts, by alias:
            { $line_feed }
    }
no-calendar = This line has no address for calendars yet. /shifts shows your shifts.

command-roster = Who is on call, who comes next, what is not covered
option-roster-day = A day (Fri, 2026-12-24), or a listener's alias
roster-shown =
    { $on_now_lines ->
        [none] Nobody is on call now.
       *[other] On call now:
            { $on_now_lines }
    }

    { $next_lines ->
        [none] No shift is to come.
       *[other] Next:
            { $next_lines }
    }

    { $gap_lines ->
        [none] No shift of the next { $days } days is uncovered.
       *[other] Nobody is there, though somebody was meant to be:
            { $gap_lines }
    }{ $single_lines ->
        [none] {""}
       *[other] {""}

            Only one person is there:
            { $single_lines }
    }
on-now-line = { $alias }: { $hours }
next-line = { $hours }: { $alias }{ $posted ->
        [yes] {" "}(posted for cover)
       *[no] {""}
    }
span-line = { $hours }
button-shifts-of = { $name }: shifts
day-unknown = That is no day that I can read (Fri, 24.12., 2026-12-24), and nobody's alias. { $aliases ->
        [none] Nobody is on the roster yet.
       *[other] Listeners here: { $aliases }.
    }
