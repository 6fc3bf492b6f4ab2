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
