# What coordinators are told at once.

page =
    { $why ->
        [danger] Somebody in the queue says they are in danger now, and no listener who marked themselves willing has taken it. Everybody on call is being asked.
        [nobody_on] Nobody is on call any more. Whoever waits has been told.
        [silent] A listener did not answer for a while and is off call now. The person they talked with is in the queue again.
       *[waiting] Somebody has been waiting for a while.
    } { $on_call ->
        [0] Nobody is on call. You can be, with /oncall.
        [one] { $on_call } listener is on call.
       *[other] { $on_call } listeners are on call.
    }
