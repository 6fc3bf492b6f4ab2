# What listeners read: offers, joining, being on call.

offer =
    { $danger ->
        [yes] Someone would like to talk. They say they are in danger now.
       *[no] Someone would like to talk.
    } Language: { $spoken }.{ $simple ->
        [yes] {" "}Simple English is fine.
       *[no] {""}
    }{ $topic ->
        [none] {""}
       *[other] {" "}About: { $topic }.
    } { $waited ->
        [0] Waiting: under a minute.
        [one] Waiting: { $waited } minute.
       *[other] Waiting: { $waited } minutes.
    }

offer-taken = Another listener has taken this one. Thank you for being there.

offer-accepted = You have taken this one. Thank you.

offer-withdrawn = This one is over: nobody is waiting any more. Thank you for being there.

offer-declined = All right, not now. Thank you for saying so.

cannot-take =
    { $why ->
        [talking] You're in a conversation already, so you can't take this one.
        [off_call] You're not on call, so you can't take this one. /oncall puts you on call.
        [resting] You're resting after a conversation. Press { button-ready } there first, and then take it.
       *[other] You can't take this one. Thank you for being there.
    }

not-a-listener = That is for listeners of this line. If you have an invite, send /join and its code.

not-a-coordinator = That is for coordinators of this line.

agreement =
    { $role ->
        [coordinator] You're invited to be a coordinator. You look after the listeners and the line, and you can listen too.
       *[listener] You're invited to be a listener. You write with people who would like to talk.
    }

    { $another ->
        [yes] The name you gave can't be used here. I'll ask you for one.
       *[no] {""}
    }
    What you agree to:
    • You listen as a person. You're not a counsellor here.
    • What you read stays with you: no copies, no screenshots.
    • You never ask for a name, number, pictures or money, or to meet.
    • You can say no to any request. When a child or somebody else is in danger, you can ask a coordinator for help.

    What I keep: your alias, your languages, your shifts, what you say I may ask you for and, encrypted, your address, until you leave. If somebody reports you, I keep which listener it was, for 12 months.

not-agreed = That's all right. Your invite stays good for now.

invite-invalid = That code does not work. It may be used, too old, or mistyped. A coordinator can give you a new one.

invite-missing = Please send the code with it: /join and then the code. Or write just the code.

already-joined =
    { $alias ->
        [none] You have joined this line already.
       *[other] You have joined this line already, as { $alias }.
    }

ask-alias = Which name shall others see? Write it to me in our private chat. Please don't take your real name.

alias-taken =
    { $reason ->
        [length] That name has to have 2 to 32 letters. Please write another.
        [letters] That name may only have letters, numbers, blanks and - ' . in it. Please write another.
       *[taken] That name can't be used here: it's too much like another. Please write another.
    }

awaiting-approval = Thank you, { $alias }. A coordinator will look at it now. I'll write to you then.

approved =
    { $role ->
        [coordinator] Welcome, { $alias }. You're a coordinator of this line now. /setup sets it up, /invite invites listeners, and /help shows the rest.
       *[listener] Welcome, { $alias }. You're a listener of this line now. When you have time, send /oncall, and I'll write to you when someone would like to talk.
    }{ $guide ->
        [none] {""}
       *[other] {" "}This line's guide for listeners: { $guide }
    }{ $practise ->
        [none] {""}
       *[other] {""}

            { practice-offer }
    }

    { button-hours }: whether I may count them is up to you. Press it to see what that is.

declined = It's a no this time. Thank you for wanting to be there for others.

on-call = You're on call until { $until }. I'll write to you when someone would like to talk. Thank you.

off-call =
    { $over ->
        [yes] Your time on call is over. Thank you for being there.
       *[no] You're off call now. Thank you for being there.
    }

when-unknown = I can't read that time. You can send: /oncall 2h, /oncall until 22:00 (where this line is), or /oncall off. Or write just the time.
