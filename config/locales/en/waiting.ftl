# Asking for a person, and waiting for one.

choose-community = There is more than one line here. Which one would you like to talk to?

ask-age = This line is for adults. Are you 18 or over? I don't keep your answer.

under-age =
    This line is for adults. It was right to look for someone. These lines are for people your age, now:

    { $helplines }

waiting =
    { $on_call ->
        [0] You're in the queue. Nobody who could write with you is on call right now. I'll ask listeners as soon as they come on call.
       *[other] You're in the queue. { on-call-asked }
    }

    { $helplines }

still-waiting =
    { $minutes ->
        [one] You've been waiting for { $minutes } minute, and you're still in the queue.
       *[other] You've been waiting for { $minutes } minutes, and you're still in the queue.
    } { $on_call ->
        [0] Nobody who could write with you is on call right now. I'll ask listeners as soon as they come on call.
       *[other] { on-call-asked }
    }

nobody-free =
    Nobody is free right now. I'm sorry. There are only a few volunteers; it says nothing about you.

    You can keep waiting, or leave the queue and come back later.

    { $helplines }

kept-waiting = You stay in the queue. I'll write when somebody comes.

wait-over =
    Nobody could come this time. I'm sorry. It says nothing about you. You're no longer in the queue, and you can ask again.

    { $helplines }

left-queue =
    You've left the queue. You can come back whenever you like.

    { $helplines }

not-waiting = You're not in the queue.

cant-write =
    I can't write to you yet. Please allow direct messages from this server: press the server's name, then Privacy Settings, then switch on Direct Messages; you can switch it off again afterwards. Then press { button-done-it }.

    I haven't asked anybody yet.

listens-here = You're listening to somebody in this chat, so you can't ask for a listener in it too. End that conversation first.

early-words-lost =
    { $back ->
        [yes] { back-after }
       *[no] I was restarted.
    } You're still in the queue. If you wrote something before, it was only in my memory, and it's gone. Nobody has read it.
