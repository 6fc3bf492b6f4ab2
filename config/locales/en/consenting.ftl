# What may be kept of a conversation that is over (privacy.md, Scopes). Whoever changes what is asked here changes
# VERSION in bot/consent.py, too: receipts name it.

may-be-kept =
    Nothing of this conversation is kept, unless you choose it here. It is all right to keep nothing: nobody is told, and I help you just the same. If you don't answer within 24 hours, nothing is kept.

    1. Counted, so that the line can see when people come:
    { when-it-was } · { $platforms } · { $spoken } · you waited { wait-of } · you talked { length-of } · { ended-by }
    Only a number goes up by one, with no name and no address. So it can't be taken out again.

    2. A rating: { $rating ->
        [0] a number from 1 to 5
       *[other] { $rating } of 5
    } · { $rating_day } · a code that stands for you. Kept for 30 days.

    3. One message from me on { $ask_day }, to ask if you would like to talk again: your address, encrypted · this line · { $spoken }. Kept until it is sent, 14 days at most.

    Whatever you answer, I then forget the rest of this conversation: after that you can't delete our messages or report with my buttons any more.

when-it-was =
    { $weekday ->
        [mon] Monday
        [tue] Tuesday
        [wed] Wednesday
        [thu] Thursday
        [fri] Friday
        [sat] Saturday
       *[sun] Sunday
    }, { $part ->
        [night] at night
        [morning] in the morning
        [afternoon] in the afternoon
       *[evening] in the evening
    }, week { $week }

wait-of =
    { $waited ->
        [m1] less than 1 minute
        [m5] 1 to 5 minutes
        [m15] 5 to 15 minutes
        [m30] 15 to 30 minutes
        [m60] 30 to 60 minutes
       *[longer] an hour or more
    }

length-of =
    { $lasted ->
        [m1] less than 1 minute
        [m5] 1 to 5 minutes
        [m15] 5 to 15 minutes
        [m30] 15 to 30 minutes
        [m60] 30 to 60 minutes
       *[longer] an hour or more
    }

ended-by =
    { $outcome ->
        [seeker] you ended it
        [listener] your listener ended it
       *[silence] it ended by itself
    }

rating-missing = You chose to give a rating. Please choose a number from 1 to 5 first, or switch it off again. Nothing is kept so far.

nothing-kept = I keep nothing of this conversation. What I still had of it is gone now.

nothing-to-keep = There is nothing of this conversation that I would ask you to let me keep. What I still know of it goes away within 24 hours.

receipt =
    Thank you. Here is your receipt. Please keep it, for I don't.

    You said yes to:{ $counted ->
        [yes] {"\u000A"}• being counted, so that the line can see when people come. Week, part of the day, platform, language, how long you waited and talked, how it ended. Kept as a number that can't be taken out again.
       *[no] {""}
    }{ $rating ->
        [0] {""}
       *[other] {"\u000A"}• a rating ({ $rating } of 5), so that the line can learn. The number, the day and a code that stands for you. Kept for 30 days.
    }{ $ask_day ->
        [none] {""}
       *[other] {"\u000A"}• one message from me on { $ask_day }. Your address (encrypted), this line, your language. Kept until it is sent, 14 days at most.
    }

    Who keeps it: { $community }{ $contact ->
        [none] .
       *[other] {" "}({ $contact }).
    }
    When: { $given_at }, by pressing { button-keep-these }.
    What you had read: version { $version }, { $spoken }, SHA-256 { $sha256 }
    To take it back, at any time and at once: /privacy

check-in =
    You let me write to you once: would you like to talk to a person again? You need not answer. I keep nothing for this any more, and I won't write again by myself.

hours-asked =
    { $counts ->
        [yes] I count your hours on call, as you said.
       *[no] May I count your hours on call? It is up to you, and changes nothing else.
    }

    What is counted: for each month, how long you were on call. It is for thanks and for planning. Never conversations: not how many, not when, not with whom. Kept until you switch it off or leave.

hours-receipt =
    Thank you. I count your hours on call from now on. Here is your receipt. Please keep it, for I don't.

    You said yes to: your hours on call, by the month, for thanks and for planning. Kept until you switch it off or leave.
    Who keeps it: { $community }{ $contact ->
        [none] .
       *[other] {" "}({ $contact }).
    }
    When: { $given_at }, by pressing { button-count-hours }.
    What you had read: version { $version }, { $spoken }, SHA-256 { $sha256 }
    To take it back, at any time and at once: /privacy

hours-not-counted =
    { $gone ->
        [yes] I don't count your hours any more. What I had counted is gone.
       *[no] I don't count your hours.
    }

button-hours = My hours on call
button-count-hours = Count my hours
button-no-hours = Don't count my hours
button-may-count = 1. Count it
button-may-count-on = ✓ 1. Count it
button-may-rate = 2. Rate it
button-may-rate-on = ✓ 2. Rate it
button-may-ask = 3. Write to me once
button-may-ask-on = ✓ 3. Write to me once
button-rating = { $name }
button-rating-on = ✓ { $name }
button-keep-these = Keep these
button-keep-nothing = No, keep nothing
