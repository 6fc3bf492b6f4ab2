# Taking back what was sent.

command-unsend = Take back a message: reply to it with /unsend; from the menu it's your last one

unsent =
    { $whole ->
        [yes] Taken back. The other person can no longer see it in the chat. They may have read it before.
       *[no] I couldn't remove all of it: their app didn't let me. They may still see it.
    }
nothing-to-unsend = There is nothing to take back here. I can take back a message of your own while the conversation goes on.
unsend-how = Which message? Reply to your own message with /unsend, and I'll take it back.
