# A coordinator joins a conversation, only if the person who came to talk says yes.

button-ask-to-join = Ask to join
button-yes = Yes
button-without-third = Without { $name }, please
button-leave-talk = Leave
mark-coordinator = coordinator

ask-third = { $alias } would like { $coordinator }, a coordinator, to join. They will see only what is written from now on.

third-asked =
    { $asks ->
        [yes] I've asked { $seeker_alias } whether you may join. I'll tell you what they say.
       *[no] { $coordinator } would like to join. I've asked { $seeker_alias }. Nothing changes unless they say yes.
    }

cannot-join =
    { $because ->
        [asked] I've asked already. I'll tell you what they say.
        [declined] They said no, so please leave it at that. You can go on helping in the side chat.
        [joined] You've joined already.
       *[over] That conversation is over, so there is nothing to join.
    }

third-declined = { $seeker_alias } would rather not, and that is all right. Nothing changes: the side chat goes on.

third-not-needed = All right. Nothing changes: you're talking with { $alias }, as before.

third-here = { $coordinator }, a coordinator, has joined. What you write now goes to { $alias } and to { $coordinator }. { $coordinator } does not see what was written before. /end whenever you like.

third-joined =
    { $coordinator } has joined: { $seeker_alias } said yes.{ $facing ->
        [yes] {" "}What you write now goes to { $seeker_alias } and to { $coordinator }.
       *[no] {" "}What you write now goes to nobody, until you press the button. Then it goes to { $seeker_alias } and to { $coordinator }.
    }

third-allowed = { $seeker_alias } said yes. You see only what is written from now on. What you write now goes to { $seeker_alias } and to { $alias }. /end whenever you like.

third-left = { $coordinator } has left. You're talking with { $alias }, as before.

third-out =
    { $coordinator } is no longer in the conversation, only in the side chat.{ $facing ->
        [yes] {" "}What you write now goes to { $seeker_alias } alone.
       *[no] {" "}What you write now goes to nobody, until you choose.
    }

third-over = You're no longer in the conversation with { $seeker_alias }. What you write now goes to { $alias } alone, in the side chat.
