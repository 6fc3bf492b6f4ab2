# What the relay has to tell: what could not be passed on, and when it goes on.

left-out =
    { $kind ->
        [voice] I can't pass on voice messages here. You can use dictation on your keyboard.
       *[other] I can't pass on { $kinds } here. If there was text, I've passed that on.
    }

slow = Messages are slow right now. Nothing is lost: { $alias } will get them in order.

undelivered =
    { $why ->
        [harmful_link] { $alias } did not get that: the app refuses a link in it. Please send it without the link.
        [quarantined] { $alias } did not get that: the app has stopped my messages for a while. Please send it again later.
        [invalid] { $alias } did not get that: the app refuses it. Please send it in other words.
        [missing] { $alias } did not get that: there is no place for it any more.
       *[other] { $alias } did not get that. I can't reach them right now. Please send it again later.
    }

held =
    { $minutes ->
        [one] I can't reach { $alias } right now. We go on when they write again. If they don't within { $minutes } minute, this conversation ends.
       *[other] I can't reach { $alias } right now. We go on when they write again. If they don't within { $minutes } minutes, this conversation ends.
    }

resumed = { $alias } is back.

send-again = I was away, and something you wrote did not get through. Please send it again.

passing-on = One moment, passing this on.

restarting = I'm being restarted. Keep writing: I'll pass it on when I'm back, usually in minutes. { $helplines }

back = { back-after } What you wrote is being passed on.

back-after =
    { $minutes ->
        [0] I'm back after less than a minute.
        [one] I'm back after { $minutes } minute.
       *[other] I'm back after { $minutes } minutes.
    }

deleted =
    { $removed ->
        [0] I could not delete any message.
        [one] I've deleted { $removed } message.
       *[other] I've deleted { $removed } messages.
    } { $left ->
        [0] Nothing of it is left in the chats with me.
        [one] { $left } message is left: the app does not let me delete it. You can delete it in your own chat.
       *[other] { $left } messages are left: the app does not let me delete them. You can delete them in your own chat.
    }

# In front of what was written while the bot was away.
late-mark = (sent while I was away)

# What cannot be passed on.
kind-image = pictures
kind-video = videos
kind-voice = voice messages
kind-audio = music
kind-file = files
kind-document = files of this kind
kind-sticker = stickers
kind-contact = contacts
kind-location = locations
kind-poll = polls
kind-story = stories
kind-forward = forwarded messages
kind-game = games
kind-other = things of that kind
