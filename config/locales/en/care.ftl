# Handing over, practising, leaving, being suspended, and what listeners say of themselves.

ask-hand-over =
    { $alias } has to go soon, and would like to hand over to another listener. You keep your place. { $others ->
        [0] Nobody else is on call right now, so it may take a while.
        [one] { $others } other listener is on call.
       *[other] { $others } other listeners are on call.
    } Is that all right?
button-find-another = Yes, find someone
button-stay-with = Stay with { $name }

hand-over-asked = I've asked { $seeker_alias } if another listener may go on. Please stay with them until they have answered.

stays-with = All right. You stay with { $alias }.

hand-over-declined = { $seeker_alias } would like to stay with you. You may still end when you have to: that is all right.

hand-over-unanswered = { $seeker_alias } hasn't answered yet, so nothing has changed. You may still end when you have to: that is all right.

command-transfer = Hand over to another listener

confirm-alias = Shall others see you as “{ $alias }”? If you wrote that because you need somebody, press { button-talk }.
button-alias-mine = Yes, that's me
button-alias-another = Another name

practice-offer = This is practice. Press { button-take }. A real offer looks the same: “Someone would like to talk.” After this one you can go on call.
practised = Well done. A real one goes the same way, and you can always say { button-not-now }. Send /oncall when you have time.

ask-leave =
    Would you like to leave this line for good? Then I erase your alias, your shifts and all else that I keep of you.{ $active ->
        [yes] {" "}Or take a break: you're off call, and come back with /oncall.
       *[no] {""}
    }{ $last ->
        [yes] {" "}You're the only coordinator here: without you nobody can approve listeners.
       *[no] {""}
    }
button-leave-for-good = Leave for good
button-just-a-break = Just a break

leave-after-talk = You're in a conversation now. Please end it first (/end), and then send /leave again.
left-for-good = You've left this line, and what I kept of you is erased. Thank you for being there for others.
listener-left = { $alias } has left this line. Their shifts are free now.

no-such-listener =
    { $aliases ->
        [none] There is nobody else on this line's roster yet.
       *[other] Nobody here has that alias. You can choose from: { $aliases }.
    }
not-yourself = You can't do that to yourself. Another coordinator can.

suspended =
    { $alias } is suspended: off call at once, and not asked until a coordinator lifts it. I've told them.{ $talking ->
        [yes] {" "}They were in a conversation. The other person has been told, and keeps their place in the queue.
       *[no] {""}
    }
suspended-by = { $coordinator } has suspended { $alias }: they are off call, and not asked until a coordinator lifts it.
button-lift = Lift
you-are-suspended =
    A coordinator has suspended you. You're off call, and I won't ask you until a coordinator lifts it. { $contact ->
        [none] Please talk with a coordinator about it.
       *[other] You can write to { $contact } about it.
    }
suspension-lifted =
    { $asked ->
        [yes] { $alias } is not suspended any more, and waits to be approved again (/approve). I've told them.
       *[no] { $alias } is not suspended any more, and can go on call again. I've told them.
    }
you-may-return = You're not suspended any more. When you have time, send /oncall.

asked-for =
    What I ask you for. Press to change it.{ $backup ->
        [yes] {" "}As backup I may also ask you when you're off call, if nobody else is free.
       *[no] {""}
    }
    You listen in: { $listens_in }.{ $one_at_least ->
        [yes] {" "}One language has to stay.
       *[no] {""}
    }{ $topics_here ->
        [none] {""}
       *[other] {" "}{ topics-chosen }
    }{ $genders ->
        [yes] {" "}Some people would rather talk to a woman, or to a man. You can say who you are, or not, and take it back. I use it for that only: nobody who talks with you sees it.
       *[no] {""}
    }
button-asked-for = What I'm asked for
button-willing = I'm willing to be asked first when somebody is in danger
button-willing-on = ✓ I'm willing to be asked first when somebody is in danger
button-backup = Ask me as backup, when nobody else is free
button-backup-on = ✓ Ask me as backup, when nobody else is free
button-listen-in = { $name }
button-listen-in-on = ✓ { $name }

command-suspend = Suspend a listener, or lift it
option-suspend-alias = The alias of the listener

practice-call = Practice: { $coordinator }, a coordinator, would like to practise with you, and plays somebody who would like to talk. Press { button-take } when you have time. Nothing of it counts.
practice-called =
    I've asked { $alias }. { $minutes ->
        [one] My message is good for { $minutes } minute.
       *[other] My message is good for { $minutes } minutes.
    }
practice-not-now =
    { $because ->
        [waiting] Not now: somebody is waiting for a person, and that comes first.
        [unanswered] { $alias } hasn't answered. You can ask again another time.
        [talking] Not now: one of you is in a conversation, or waits for one. Please try again later.
       *[inactive] That isn't possible now: { $alias } is not an active listener.
    }
practice-begun =
    { $coordinator ->
        [yes] Practice. You play somebody who would like to talk, and { $alias } listens. They see you as { $own_alias }. Nothing of it is kept or counted. /end whenever you like.
       *[no] Practice. You're now talking with { $alias }, played by a coordinator. They see you as { $own_alias }. Nothing of it is kept or counted. /end whenever you like.
    }
practice-ended =
    { $coordinator ->
        [yes] Practice: it's over. { $alias } has been told.
       *[no] Practice: it's over. Thank you for practising.
    }
only-practice = This is practice, so that isn't possible here. /end ends it.
mark-practice = Practice

command-practice = Practise with a listener
option-practice-alias = The alias of the listener
