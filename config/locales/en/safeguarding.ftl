# Safety: words that may be of danger, abuse limits, reports.

# What is said after "I'm in danger now" is as true here (privacy.md).
maybe-danger = { danger-numbers }

listener-held =
    { $alias } is off call until a coordinator has decided: report { $reference } is of { $what ->
        [sexual] something sexual
        [contact] wanting to meet or contact outside
       *[threat] a threat
    }. They know that they are off call. If they may come back, press Lift.

report-named = Thank you for saying so. That listener is not asked again until a coordinator has decided.

too-many-codes = That was too many codes. Please wait { $minutes } minutes, and look at the code again. If it is right and does not work, ask whoever gave it to you for a new one.

asked-often =
    You have asked many times in the last hour. There are only a few volunteers, and others wait, too. You can ask again in { $minutes ->
        [one] a minute
       *[other] { $minutes } minutes
    }. It was right to look for someone, and these are there for you now.

    { $helplines }

many-asking =
    Very many people are asking at this moment, more than I can take. It has nothing to do with you. Please try again in a minute. These are there for you now.

    { $helplines }

plan-offer = You have come often today, and you are welcome. Would you like to talk with a coordinator about a plan: what may help you between these talks, and when to come here? It is up to you. Whatever you say, nothing changes in what you just asked for.

plan-asked =
    { $coordinators ->
        [0] I'm sorry: no coordinator can be reached right now.{ $contact ->
            [none] {""}
           *[other] {" "}You can also turn to { $contact }
        }
       *[other] I've called the coordinators. Whoever has time will write with you here.
    }

plan-today =
    I have called the coordinators about this today already. Please ask again tomorrow.{ $contact ->
        [none] {""}
       *[other] {" "}You can also turn to { $contact }
    }

plan-declined = All right. Nothing else changes.

plan-unanswered =
    No coordinator had time for a plan. I'm sorry; it says nothing about you. Please ask again tomorrow.{ $contact ->
        [none] {""}
       *[other] {" "}You can also turn to { $contact }
    }

button-plan = Talk about a plan
button-no-plan = No, thank you

worry-asked =
    { $coordinators ->
        [0] I'm sorry: no coordinator can be reached right now.{ $contact ->
            [none] {""}
           *[other] {" "}Please turn to { $contact }.
        }
       *[other] I've called the coordinators. Whoever has it opens a side chat with you. { $talking ->
            [yes] Nothing changes in your conversation, and the other person reads nothing of this.
           *[no] You can also write it to me now, in our private chat. It goes to the coordinators word for word, to nobody else, and I keep nothing of it.
        }
    }

words-passed =
    { $coordinators ->
        [0] I'm sorry: what you wrote reached no coordinator, and I keep nothing of it.{ $contact ->
            [none] {""}
           *[other] {" "}Please turn to { $contact }.
        }
        [one] A coordinator has what you wrote, word for word. It can't be taken back, and I keep nothing of it.
       *[other] { $coordinators } coordinators have what you wrote, word for word. It can't be taken back, and I keep nothing of it.
    }{ $text_only ->
        [yes] {" "}Only the text was passed on.
       *[no] {""}
    }{ $more ->
        [yes] {" "}If there is more, write it now.
       *[no] {""}
    }

words-done = All right. What you write now goes to nobody.

mark-told = reported, in their own words
mark-worry = a worry

button-no-words = Send without words
button-all-said = That's all
button-worry = I'm worried about somebody

choice-report-kind-worry = A worry about somebody's safety (for listeners)

mark-reported = reported

button-report-sexual = Something sexual
button-report-contact = Wants to meet or contact me
button-report-threat = A threat

choice-report-kind-sexual = Something sexual
choice-report-kind-contact = Wants to meet or contact me
choice-report-kind-threat = A threat
choice-report-kind-other = Something else
