# A page to coordinators, and what becomes of it.

page =
    { $again ->
        [yes] Nobody has taken this yet.{" "}
       *[no] {""}
    }{ $why ->
        [danger] Somebody in the queue says they are in danger now, and no listener who marked themselves willing has taken it. Everybody on call is being asked.
        [nobody_on] Nobody is on call any more. Whoever waits has been told.
        [silent] A listener did not answer for a while and is off call now. The person they talked with is in the queue again.
        [flood] Very many people are asking at once. Those beyond the limit are asked to try again in a minute, with helplines. It may be a bad night, or somebody who wants to disturb: /settings requests_per_minute.
        [worry] { $alias }, a listener, is worried about somebody's safety.
        [plan] Somebody who has come often today would like to talk with a coordinator about a plan: what may help between, and when to come. Who has this one writes with them here.
        [ask] { $alias } is in a conversation and asks for a coordinator.
        [debrief] { $alias } would like to talk with a coordinator, after a conversation.
        [report] { $against ->
            [listener] There was a report against a listener, { $alias }. Reference: { $reference }. That conversation is over.
           *[seeker] There was a report against somebody who came to talk. Reference: { $reference }. That conversation is over. /block { $reference } pauses or blocks that account.
        }
       *[waiting] Somebody has been waiting for a while.
    }{ $why ->
        [ask] {""}
        [debrief] {""}
        [report] {""}
        [plan] {""}
        [worry] {""}
       *[other] {" "}{ $on_call ->
            [0] Nobody is on call. You can be, with /oncall.
            [one] { $on_call } listener is on call.
           *[other] { $on_call } listeners are on call.
        }
    }

page-taken = { $coordinator } has got this one.

page-yours =
    You've got this one. Thank you. { $why ->
        [danger] Everybody on call is being asked. With /oncall you can take them yourself.
        [nobody_on] You can come on call with /oncall, or ask your listeners with /announce.
        [waiting] You can come on call with /oncall, or ask your listeners with /announce.
        [plan] You are connected with them now, as a listener is.
        [flood] /settings requests_per_minute changes how many are taken.
        [silent] Perhaps you can ask them how they are.
        [report] The reference is { $reference }.{ $against ->
            [seeker] {" "}/block { $reference } pauses or blocks that account.
           *[listener] {" "}/suspend takes a listener off the roster for now.
        }
       *[other] They have been told.
    }

page-over =
    { $worn_out ->
        [yes] Nobody took this one, and I don't ask again. If it still matters, please look.
       *[no] This is over: there is nothing to do any more.
    }

page-gone = Somebody else has this one already, or it's over. Thank you.

coordinator-has-it = { $coordinator }, a coordinator, has got it.

no-coordinator-yet =
    No coordinator has answered yet.{ $talking ->
        [yes] {" "}You may end this conversation; that is all right.
       *[no] {""}
    }{ $contact ->
        [none] {""}
       *[other] {" "}{ $contact }
    }

button-got-it = I've got it
