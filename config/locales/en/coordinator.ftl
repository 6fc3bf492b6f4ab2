# What coordinators read: invites, approvals, setting up, reports; and the panel that they post.

approval-asked =
    { $role ->
        [coordinator] { $alias } would like to join as a coordinator.
       *[listener] { $alias } would like to join as a listener.
    }{ $youth ->
        [yes] {" "}This line is for young people: approve only whom you know and have chosen for that.
       *[no] {""}
    }

approval-given = { $alias } has been approved.

approval-declined = { $alias } has been declined.

nobody-to-approve =
    { $waiting ->
        [none] Nobody is waiting to be approved.
       *[other] Nobody with that alias is waiting to be approved. Waiting: { $waiting }.
    }

invite =
    { $role ->
        [coordinator] Here is an invite for one coordinator. It works once, for { $lasts } hours.
       *[listener] Here is an invite for one listener. It works once, for { $lasts } hours.
    } They send me this:

    /join { $code }

setup =
    { $place ->
        [yes] This place will belong to your line. Who is the line for?
       *[no] Who is this line for?
    } Nothing is set up until you choose.

setup-done =
    { $audience ->
        [youth] This line is set up, and it's for young people. Only those listen whom a coordinator has approved for that, with /approve.
       *[adults] This line is set up, and it's for adults only.
    } { $place ->
        [yes] This place belongs to it. /panel posts the button { button-talk } here.
       *[no] People can write to me directly. Use /setup in a server or group to add it.
    }{ $exposed ->
        [yes] {" "}I may not delete messages here: who types /talk or another command in this group is seen by everybody in it. Please make me an administrator who may delete messages, and send /setup again. /panel posts a button that nobody sees others press.
       *[no] {""}
    }

youth-needs =
    { $coordinators ->
        [one] A line for young people needs two coordinators (there is { $coordinators }) and a contact for safeguarding. Nothing was chosen.
       *[other] A line for young people needs two coordinators (there are { $coordinators }) and a contact for safeguarding. Nothing was chosen.
    }

place-needed = Please do that in the server or group that it is for.

place-taken = This server or group belongs to another line already.

panel =
    Would you like to talk to a person? I'm a program that connects you with a volunteer listener. I give no advice. Press the button: only you see what comes next.

    In an emergency, call { $emergency }.

panel-posted = The panel is there.

panel-failed = I couldn't post the panel: I'm not allowed to write here. Please allow me to send messages, and try again.
