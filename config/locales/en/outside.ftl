# What somebody reads outside of a conversation: the first reply, the refusal, helplines.
# One message for each notice of bot/notice.py, by its name; its facts are the variables.
# Everywhere there are also: $platform, $emergency, $helplines, $directories.

welcome =
    I'm a program, a switchboard, not a counsellor. { $written ->
        [yes] I don't give advice, and nobody has read this. I can find you a person.
       *[no] I don't give advice. I can find you a person: a volunteer listener who has time for you.
    }

    Chats with me are not end-to-end encrypted: { $platform } can read them.

    { $helplines }

how-this-works =
    People heal through people. I only connect you. A volunteer listener writes with you here. They are not a professional, and you both use an alias.

    I keep nothing you write. What I need to connect you goes away afterwards, after 24 hours at the latest.

    Your listener may ask a coordinator for help when a child or somebody else is in danger.

    Chats with me are not end-to-end encrypted: apps like { $platform } can read them. I can't change that.

    You can end at any time. You need no reason.

help =
    { $coordinator ->
        [yes]
            For coordinators:
            /setup – { command-setup }
            /panel – { command-panel }
            /invite – { command-invite }
            /approve – { command-approve }

            { help-listening }

            { help-everybody }
       *[no] { $listener ->
            [yes]
                { help-listening }

                { help-everybody }
           *[no] { help-everybody }
        }
    }

    { $helplines }

help-everybody =
    I'm a program that connects you with a volunteer listener. I give no advice.
    /talk – { command-talk }
    /end – { command-end }
    /leave – { command-leave }
    /helplines – { command-helplines }
    /report – { command-report }
    /unsend – { command-unsend }
    /language – { command-language }
    /privacy – { command-privacy }

help-listening =
    For listeners:
    /oncall – { command-oncall }
    /next – { command-next }

privacy =
    I keep nothing you write, in no file and in no log. It only passes through me.

    While you wait or talk, I keep where to reach you, encrypted. It goes away when it's over, after 24 hours at the latest. If you press { button-remind-me }, I keep it until I have reminded you, 14 days at most.

    When a conversation is over, { button-kept } shows what you may let me keep. If you choose nothing, nothing is kept.

    If somebody presses { button-report }, I keep a reference, the kind, the day, which listener it was, and a code for the other person: 12 months at most. If somebody presses { button-block }, I keep a code for each of the two. No words, and no names.

    Of listeners I keep the alias, the languages, the shifts, what they say they may be asked for and, encrypted, the address, until they leave. Their hours on call only if they say yes to it.

    The buttons show what I hold about you now, let you take it with you, or have it erased.{ $page ->
        [none] {""}
       *[other] {" "}All of it, and who is responsible for this line: { $page }
    }

    Nobody at this line can look up who you are. But chats with me are not end-to-end encrypted: apps like { $platform } can read them, and what was written stays in your chat until you delete it.

refusal = I'm a program, a switchboard, not a counsellor. I don't give advice, and nobody has read this. I can find you a person.

refusal-waiting = I'm still only the program. Nobody has read this yet. You're in the queue.

helplines =
    { $country ->
        [none] { $helplines }
       *[other]
            { $country }

            { $helplines }
    }

countries =
    Which country are you in? I don't keep your answer.

    { $helplines }

country-unknown =
    I have no entry for that country.

    { $helplines }

danger-numbers =
    I am a program and cannot judge how you are. If you might be in danger now, call { $emergency }. Nobody here can see where you are or send help to you. You can also reach a helpline: { $directories }.

    { $stands ->
        [open] I am still looking for a volunteer.
        [talking] Your listener is still here with you.
       *[none] I can ask a volunteer to talk with you.
    }

unknown-command = I don't know that command, and I haven't passed it on. /help shows those that I know.

command-alone = /{ $command } stands alone. What you wrote with it was not passed on. Send only /{ $command }, or send your words without it.

button-old = That button belongs to something that is over. Nothing was changed.

trouble =
    Something went wrong with me. Nothing was changed. Please try again in a minute.

    { $helplines }

see-messages = I've written to you in our direct messages.

write-to-me = Would you like to talk to a person? Write to me in private, with this button.

language-chosen =
    { $offered ->
        [none] I write in { $chosen } here.
       *[other] I write in { $chosen } here. You can choose another language.
    }
