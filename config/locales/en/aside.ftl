# A listener and a coordinator, aside from the conversation.

button-coordinator = Ask a coordinator
button-debrief = I'd like to debrief
button-write-to = Write to { $name }
button-back-to = Back to { $name }
button-end-aside = End side chat
mark-side = coordinator, side chat

coordinator-asked =
    { $coordinators ->
        [0] I'm sorry: no coordinator can be reached right now.{ $talking ->
            [yes] {" "}You may end this conversation; that is all right.
           *[no] {""}
        }{ $contact ->
            [none] {""}
           *[other] {" "}{ $contact }
        }
       *[other] I've called a coordinator. I'll tell you when somebody has it.{ $talking ->
            [yes] {" "}Nothing changes in your conversation.
           *[no] {""}
        }
    }

aside-already = { $coordinator }, a coordinator, is in a side chat with you already.

cannot-help-now =
    { $who ->
        [you] You're in a conversation, or you wait for one. End it first, or leave this to another coordinator.
        [seeker] That isn't possible now: they are in a conversation. Please try again later.
       *[listener] That isn't possible now: the listener is in another conversation, or waits for one. Please try again later.
    }

aside-begun =
    { $talk ->
        [none] { $coordinator }, a coordinator, is here. What you write now goes to { $coordinator }. /end whenever you like.
       *[other] { $coordinator }, a coordinator, is here, in a side chat. { $coordinator } does not see your conversation. Nothing has changed: what you write still goes where it went before. The button lets you write to { $coordinator }.
    }

aside-opened =
    You're in a side chat with { $alias }, a listener. { $talking ->
        [yes] { $alias } is in a conversation at the same time, so an answer may take a while. You don't see that conversation.
       *[no] Take your time.
    } What you write now goes to { $alias }. /end whenever you like.

writing =
    { $lost ->
        [yes] What you just wrote went to nobody.{" "}
       *[no] {""}
    }{ $towards ->
        [seeker] What you write now goes to { $seeker_alias }.
        [both] What you write now goes to { $seeker_alias } and to { $coordinator }, the coordinator.
        [coordinator] What you write now goes to { $coordinator }, the coordinator.
       *[nobody] What you write now goes to nobody, until you choose.
    }

aside-over =
    The side chat with { $coordinator } is over.{ $quiet ->
        [yes] {" "}It was quiet for a while.
       *[no] {""}
    }{ $talk ->
        [none] {""}
       *[other] { $facing ->
            [yes] {" "}What you write goes to { $seeker_alias }, as before.
           *[no] {" "}What you write now goes to nobody, until you press the button to go back to { $seeker_alias }.
        }
    }

aside-ended =
    The side chat with { $alias } is over.{ $quiet ->
        [yes] {" "}It was quiet for a while.
       *[no] {""}
    } Thank you.
