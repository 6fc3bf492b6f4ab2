# A coordinator writes to all listeners: their own words, under their alias and the mark.

ask-announcement =
    Write what all listeners of this line shall read ({ $listeners ->
        [one] { $listeners } person
       *[other] { $listeners } people
    }): text, { $characters } characters at most. They see your alias. Nothing goes out before you say so.

announcement-ready =
    Shall your message go out as it stands?{ $text_only ->
        [yes] {" "}Only its text goes.
       *[no] {""}
    } If you wrote it because you need somebody, press { button-talk }.

announcement-too-long = That is too long: { $characters } characters at most. Nothing went out. Please send /announce again.

announcement-going =
    It's on its way to { $listeners ->
        [one] { $listeners } listener.
       *[other] { $listeners } listeners.
    }

announcement-sent =
    Your message: sent to { $sent } of { $listeners }.{ $later ->
        [0] {""}
        [one] {" "}{ $later } listener is in a conversation and gets it afterwards.
       *[other] {" "}{ $later } listeners are in a conversation and get it afterwards.
    }{ $missed ->
        [0] {""}
        [one] {" "}{ $missed } can't be reached.
       *[other] {" "}{ $missed } can't be reached.
    }

announce-not-now =
    { $because ->
        [talking] You're in a conversation now. Please end it first (/end), and then send /announce again.
        [nobody] There are no other listeners on this line yet. /invite invites them.
       *[soon] All listeners had a message a short time ago. Please try again in { $minutes ->
            [one] { $minutes } minute.
           *[other] { $minutes } minutes.
        }
    }

button-send-to = Send to { $name } listeners
button-send-to-one = Send to { $name } listener

mark-announcement = coordinator, to all listeners

command-announce = Write to all listeners
