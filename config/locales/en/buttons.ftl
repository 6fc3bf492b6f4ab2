# Labels of buttons: 80 characters at most, the same on both platforms.

button-talk = Talk to a person
button-danger = I'm in danger now
button-helplines = Helplines
button-how = How this works
button-choose-country = Choose country
button-country = { $name }
button-language = { $name }
button-community = { $name }

button-adult = I'm 18 or over
button-minor = I'm under 18
button-leave = Leave the queue
button-keep-waiting = Keep waiting
button-leave-now = Leave
button-done-it = I've done it
button-use-elsewhere = Use { $name } instead

button-end = End conversation
button-report = Report
button-block = Block
button-someone-else = Someone else, please
button-find-someone-else = Find someone else
button-pass-on = Pass them on
button-no = No
button-talk-again = Talk again
button-delete = Delete our messages
button-kept = What may be kept?

button-take = I'll take this
button-not-now = Not now
button-cant = I can't do this one
button-goodbye = Say goodbye first
button-hand-over = Hand over
button-end-now = End now
button-keep-open = Keep it open
button-ready = I'm ready
button-break = Take a break
button-agree = I agree

button-approve = Approve
button-decline = Decline
button-adults-only = Adults only
button-youth = Young people
