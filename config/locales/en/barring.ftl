# Reports: what coordinators decide by their reference, and what somebody reads whose requests are not taken.

ask-reference = Which report? Write its reference, as in K7M-2QXD.

no-such-report = There is no report of that reference here. A reference looks like K7M-2QXD. Reports against somebody who came to talk are kept for 30 days, others for 12 months.

report-found =
    Report { $reference }{ $day ->
        [none] {""}
       *[other] , { $day }
    }{ $what ->
        [sexual] {", something sexual"}
        [contact] {", wanting to meet or contact outside"}
        [threat] {", a threat"}
       *[other] {""}
    }. { $against ->
        [listener] It is against a listener. /suspend takes a listener off call at once.
       *[seeker] It is against somebody who came to talk. { $until ->
            [none] What shall I do?
           *[other] No requests are taken from that account until { $until }. What shall I do?
        } Nobody's name is shown, and all coordinators hear what was decided.
    }

report-decided =
    { $coordinator ->
        [none] Done.
       *[other] { $coordinator } has looked at report { $reference }.
    } { $decided ->
        [paused] This line takes no requests from that account until { $until }.
        [kept] It was looked at again, and stays: this line takes no requests from that account until { $until }.
        [lifted] This line takes requests from that account again.
       *[nothing] { $until ->
            [none] No action was taken.
           *[other] Nothing was changed: no requests are taken from that account until { $until }.
        }
    } /block { $reference } shows it again.

requests-paused =
    Requests from this account are paused until { $until }. { $reviewed ->
        [yes] A coordinator has looked at it again, and it stays.
       *[no] You can ask for a review.
    }{ $contact ->
        [none] {""}
       *[other] {" "}You can also turn to { $contact }.
    } It was right to look for someone, and these are there for you now.

    { $helplines }

review-asked =
    { $coordinators ->
        [0] I'm sorry: no coordinator can be reached right now. Please ask again later.
       *[other] I've asked the coordinators to look at it again, by a number and without your name. You will read here what they decide, within a day. Until then I keep, encrypted, where to reach you.
    }{ $contact ->
        [none] {""}
       *[other] {" "}You can also turn to { $contact }.
    }

review-wanted = Somebody from whom this line takes no requests asks that it be looked at again. Reference: { $reference }. /block { $reference } shows what it was. If you decided it, let somebody else look where you can. They read what you choose; nobody's name is shown.

review-kept =
    A coordinator has looked at it again. It stays: requests from this account are paused until { $until }.{ $contact ->
        [none] {""}
       *[other] {" "}You can also turn to { $contact }.
    } These are there for you now.

    { $helplines }

review-unanswered =
    I'm sorry: no coordinator has looked at it yet. You can ask again.{ $contact ->
        [none] {""}
       *[other] {" "}You can also turn to { $contact }.
    }

requests-taken = Requests from this account are taken again. I can look for a person when you wish.

button-review = Ask for a review
button-keep-bar = Keep
button-pause-day = Pause 24 h
button-block-line = Block from this line
button-no-action = No action

command-block = Pause or block, by the reference of a report
option-block-reference = The reference of the report, such as K7M-2QXD
form-block = A report
field-block-reference = Reference
