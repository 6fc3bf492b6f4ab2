# While two people talk, and when they stop. Nobody is blamed.

connected = You're now talking with { $alias }, a volunteer listener, not a professional. { $alias } sees you as { $seeker_alias }. I keep nothing you write; it stays in your two chats, and { $platforms } could read it. { $alias } will never ask for your name, number, pictures or money, or to meet: if so, press { button-report }. About { $minutes } minutes. /end whenever you like.

listener-connected = You're now talking with { $seeker_alias }. They see you as { $alias }. They wrote in { $spoken }. Take your time.

early-words =
    { $count ->
        [one] You wrote { $count } message before { $alias } came. Nobody has read it.
       *[other] You wrote { $count } messages before { $alias } came. Nobody has read them.
    }

early-words-dropped = I haven't passed on what you wrote before, and it's gone now.

passed-on =
    { $count ->
        [one] I've passed on { $count } message.
       *[other] I've passed on { $count } messages.
    }

ended =
    { $quiet ->
        [yes] This conversation has ended, because it was quiet for a while. You can talk again whenever you like.
       *[no] This conversation has ended. You can talk again whenever you like.
    }

    { $helplines }

listener-ended =
    { $quiet ->
        [yes] Your conversation with { $seeker_alias } has ended, because it was quiet for a while. Thank you for being there.
       *[no] Your conversation with { $seeker_alias } has ended. Thank you for being there.
    }

end-how = How would you like to end?

say-goodbye = Take your time. When you have said goodbye, press { button-end }.

not-talking = You're not in a conversation now.

already-talking = You're talking with { $alias } already. To stop, press { button-end }.

not-passed-on =
    { $before ->
        [yes] You wrote that before you talked with { $alias }. { $alias } did not get it. If it is for { $alias }, please send it again.
       *[no] This conversation has ended. { $alias } did not get what you just wrote.
    }

requeued =
    { $why ->
        [handed] { $alias } can't go on. You did nothing wrong. I'm looking for someone else, and you keep your place in the queue.
        [suspended] { $alias } can't go on. You did nothing wrong. I'm looking for someone else, and you keep your place in the queue.
        [over] { $alias } has to go now. I'm looking for someone else, and you keep your place in the queue.
        [silent] { $alias } hasn't answered. I'm sorry. I'm looking for someone else, and you keep your place in the queue.
        [held] I can't reach { $alias } any more. I'm sorry. I'm looking for someone else, and you keep your place in the queue.
       *[else] I'm looking for someone else, and you keep your place in the queue.
    } { $on_call ->
        [0] Nobody else is on call right now. I'll ask listeners as soon as they come on call.
        [one] { $on_call } listener is on call and has been asked.
       *[other] { $on_call } listeners are on call and have been asked.
    }

    { $helplines }

released =
    { $why ->
        [handed] Thank you for saying so. I'm looking for someone else for { $seeker_alias }.
        [suspended] I'm looking for someone else for { $seeker_alias }.
        [over] { $seeker_alias } said yes. I'm looking for someone else for them now. Thank you for being there.
        [silent] It was quiet here, so I'm looking for someone else for { $seeker_alias }. Thank you for being there.
        [held] I couldn't reach you, so I'm looking for someone else for { $seeker_alias }. Thank you for being there.
       *[else] { $seeker_alias } would like to talk with someone else. It's nobody's fault. Thank you for being there.
    }

someone-else-late = That button works in the first minutes only. You can end this conversation (/end), and then ask again (/talk).

nudge = { $seeker_alias } is waiting for a word from you.

no-answer-yet = { $alias } hasn't answered for a few minutes. I've reminded them. I can find someone else.

no-hurry = No hurry. If you're still there, write anything, even a dot.

seeker-quiet = { $seeker_alias } has been quiet for a while. I've asked if they are still there. If they stay quiet, this conversation ends by itself, unless you keep it open.

kept-open = This conversation stays open.

gentle-word =
    { $minutes ->
        [one] About { $minutes } minute is left of the usual time. Nothing is cut off.
       *[other] About { $minutes } minutes are left of the usual time. Nothing is cut off.
    }

reported =
    Your report has been made, and this conversation is over. Its reference is { $reference }. { $coordinators ->
        [0] { $contact ->
            [none] No coordinator can be reached here right now.
           *[other] No coordinator can be reached here right now. You can write to { $contact }.
        }
        [one] I've told a coordinator.
       *[other] I've told { $coordinators } coordinators.
    }

    I keep the reference, the kind, the day, which listener it was and a code for the other person, for 12 months at most. I keep no words.{ $asks ->
        [yes]
            {""}

            Was it one of these? You need not say. If so, that listener is not asked again until a coordinator has decided.
       *[no] {""}
    }{ $coordinators ->
        [0] {""}
       *[other]
            {""}

            If you wish, write to me now, in our private chat, what happened. It goes to the coordinators word for word, never to the other person, and I keep nothing of it.
    }

blocked = I won't put you two together again. This conversation is over. I keep a code for each of you for this, and no names.
