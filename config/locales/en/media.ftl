# What did not go along with a message, though the community allows it.

not-carried =
    { $count ->
        [one] One of the things you sent did not go along
       *[other] { $count } of the things you sent did not go along
    }: { $why ->
        [too_large] it is too large. A picture may have 20 MB and 50 million pixels, a voice message 10 MB, a text file 1 MB.
        [too_many] one message carries ten at most. Please send the others after it.
        [refused] the other person's app does not take it.
        [gone] the app no longer gives it out. Please send it again.
       *[unreadable] I could not read it. Pictures may be JPEG, PNG, WebP or GIF; a file has to be plain text.
    } Everything else has been passed on.
