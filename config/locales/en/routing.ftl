# Nobody there, nobody free, nobody who fits; and a listener's turn on call.

line-shut =
    You're in the queue. Nobody is on call right now. I'm sorry. { $opens ->
        [none] I don't know yet when somebody will be.
       *[other] The line opens next { $opens_in }.
    } I'll ask whoever comes first. You can keep waiting, let me tell you once when the line is open, or leave.

    { $helplines }

simple-english = Nobody on call speaks { $spoken }. Someone can write with you in simple English.
simple-chosen = Thank you. I'm asking those who speak English.
language-awaited = All right. You're waiting for somebody who speaks { $spoken }.

anybody-else = Nobody who fits what you wished for could come so far. May it be anybody? You keep your place either way.
anybody-chosen = Thank you. I'm asking everybody on call.

danger-word =
    { $on_call ->
        [0] Nobody is on call right now.
        [one] { on-call-asked } Nobody has answered yet. I'm still asking.
       *[other] { on-call-asked } Nobody has answered yet. I'm still asking.
    } Please don't wait for us if you might be in danger: call { $emergency }. Nobody here can see where you are or send help to you.

    { $helplines }

reminder-set =
    I'll write to you once, when the line is open again. You've left the queue.

    This is all that I keep for it, until then, or for { $days } days at most: where to write to you (encrypted), this line ({ $community }), your language ({ $spoken }). Nothing of what you wrote.
reminder-gone = There is no reminder, and I keep nothing for one.
no-emergency = Thank you for telling me. { $seeker_alias } is not told. When that has been said of somebody a few times in a day, the button only shows them the emergency numbers for a day; they can still talk to a person.
button-no-emergency = It was no emergency

line-open = The line is open again.

offer-lapsed = I've asked others for this one. Thank you for being there.
no-answer-pause =
    I've asked you a few times and had no answer, so I've taken you off call. That's all right: perhaps your phone was away, or you were. Press { button-ready } when you're there again.
rested = Your rest is over. I'll ask you again when somebody would like to talk.
turn-done = You've been there for people a good while. Thank you. That is enough for one turn: you're off call now. You can be on call again { $again_at_in }.
gone-quiet =
    You're off call now, so that nobody waits for you. I hope all is well with you. Press { button-ready } when you're there again.

button-remind-me = Remind me
button-simple-english = Simple English is fine
button-wait-for-language = Wait for { $name }
button-anybody = Anyone is fine
button-forget-reminder = Don't remind me
