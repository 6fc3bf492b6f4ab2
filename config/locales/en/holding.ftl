# What is held about somebody, in words and to take with them; and that it is gone (privacy.md).

held-about-you =
    { $about_you ->
        [no] I hold nothing about you.
       *[yes] This is what I hold about you now:
    }{ $waits ->
        [yes] {"\u000A"}• your request, while you wait
       *[no] {""}
    }{ $talks ->
        [yes] {"\u000A"}• your conversation, while it goes on: where you both are, and which messages belong together. No words.
       *[no] {""}
    }{ $remnants ->
        [0] {""}
       *[other] {"\u000A"}• what is left of conversations that are over: { $remnants }. It goes away after 24 hours.
    }{ $ratings ->
        [0] {""}
       *[other] {"\u000A"}• ratings that you gave: { $ratings }. They go away after 30 days.
    }{ $messages ->
        [0] {""}
       *[other] {"\u000A"}• messages that you let me send you: { $messages }. For that I keep your address, 14 days at most.
    }{ $reports ->
        [0] {""}
       *[other] {"\u000A"}• reports that you made: { $reports }.
    }{ $aliases ->
        [none] {""}
       *[other] {"\u000A"}• you are on the roster as { $aliases }, with { $shifts_held } shifts on the rota. It goes away when you leave.
    }{ $listener ->
        [none] {""}
       *[other] {"\u000A"}• your hours on call, by the month. They go away when you switch that off or leave.
    }

    What was counted in numbers has no name on it: nobody can tell that you are in it, and so it can't be taken out. Reports and blocks that protect somebody else are not shown here. All of it is encrypted or stands under a code.

export =
    Part { $number } of { $of_parts } of what I hold about you (JSON):
    { $json_lines }

taken-back =
    { $ratings ->
        [0] { $messages ->
            [0] There was nothing to take back.
           *[other] It is gone: I won't write to you, and I keep nothing for it.
        }
       *[other] It is gone: your rating is taken back.
    }

erase-asked =
    This takes away everything that I hold about you, at once and for good.{ $roster ->
        [yes] {" "}You would also leave this line's roster, with your shifts and your hours.
       *[no] {""}
    } Reports and blocks that protect somebody else stay until they end. Press { button-erase } once more if you mean it.

erase-later = You are talking or waiting right now. Please send /end or /leave first. Then I can erase everything.

erased-all =
    It is gone: everything that I held about you.{ $remnants ->
        [0] {""}
       *[other] {" "}What is left of talks in which you listened belongs to the other person, too. It goes away within 24 hours.
    }{ $safety ->
        [0] {""}
       *[other] {" "}What stays: { $safety } entries, under a code, of reports or blocks that protect others. They go away by themselves.{ $contact ->
            [none] {""}
           *[other] {" "}If you have a question about that: { $contact }
        }
    }

button-held = What is held about me
button-export = Export
button-erase = Erase everything
button-take-back-rating = Take back my rating
button-take-back-message = Don't write to me
