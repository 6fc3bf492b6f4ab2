# What coordinators read of their line's settings. A value is written as people may type it: 90s, 15m, 2h.

settings-shown =
    { $set_here ->
        [none] This line has set nothing of its own: everything is as usual.
       *[other] This line has set: { $set_here }. All else is as usual.
    }

    /settings and a name shows what it is and what it may be. With a value after it, it is changed at once, and all coordinators hear of it; “default” takes it back.

    Names: { $names }.

setting-shown =
    { $setting }: { $about }.
    Now: { $value ->
        [none] nothing
       *[other] { $value }
    }{ $own ->
        [yes] {" "}(set by this line; usual: { $usual ->
            [none] nothing
           *[other] { $usual }
        }).
       *[no] , as usual.
    }
    { $unit ->
        [time] It may be from { $least } to { $most }.
        [minutes] It may be from { $least } to { $most } minutes.
        [count] It may be from { $least } to { $most }.
        [name] It may have 2 to 32 letters and spaces.
        [languages] It may be up to 12 language codes, the first one first: en, de.
        [zone] It may be the name of a time zone, such as Europe/Berlin.
        [country] It may be the two letters of a country, such as DE.
        [contact] It may be an email address, a phone number or a web address.
        [topics] It may be up to 8 topics of 2 to 24 letters, with commas between them: grief, work, family.
        [gender_wishes] It may be: yes, or no.
        [voice] It may be: yes, or no.
        [media] It may be: none, images, or all (images and plain text files).
        [typing] It may be: yes, or no.
       *[guide] It may be a web address that begins with https://.
    } Write the new value now, or “default”.

setting-wrong =
    { $why ->
        [range] { $setting } can't be that.
        [taken] That name is too much like somebody's here.
        [youth] A line for young people needs a contact for safeguarding, so it can't be empty.
       *[unreadable] I couldn't read that as { $setting }.
    } Nothing was changed. { $unit ->
        [time] It may be from { $least } to { $most }, written like 90s, 15m or 2h.
        [minutes] It may be a number of minutes from { $least } to { $most }.
        [count] It may be a number from { $least } to { $most }.
        [name] It may have 2 to 32 letters and spaces, and must not look like anybody's name here.
        [languages] It may be up to 12 language codes, like this: en, de.
        [zone] It may be the name of a time zone, such as Europe/Berlin.
        [country] It may be the two letters of a country, such as DE.
        [contact] It may be an email address, a phone number or a web address.
        [topics] It may be up to 8 topics of 2 to 24 letters, with commas between them: grief, work, family.
        [gender_wishes] It may be: yes, or no.
        [voice] It may be: yes, or no.
        [media] It may be: none, images, or all (images and plain text files).
        [typing] It may be: yes, or no.
       *[guide] It may be a web address that begins with https://.
    }

setting-unknown =
    There is no setting of that name. { $likely ->
        [none] /settings shows all of them.
       *[other] Did you mean { $likely }? /settings shows all of them.
    }

setting-contradicts = { $setting } can't be { $value } now: { $first } has to be shorter than { $second } (the other one is { $stands }). Nothing was changed. Please change the other one first.

setting-changed =
    { $coordinator ->
        [none] Done.
       *[other] { $coordinator } has changed a setting of this line.
    } { $setting } is { $value ->
        [none] empty
       *[other] { $value }
    } now{ $own ->
        [yes] .
       *[no] , as usual.
    } It counts from now on.

command-settings = What this line has set for itself
option-settings-name = Which setting; leave it empty to see them all
option-settings-value = The new value (90s, 15m, 2h, 3), or: default
form-settings = A setting of this line
field-settings-value = New value

about-name = how the line calls itself in front of everything that I say
about-languages = the languages that are spoken here, the first one first
about-zone = the time zone in which times of day are meant
about-contact = whom people can turn to about this line, also about the safety of young people
about-country = the country of this line, so that the operator can see whether helplines are missing for it; nobody’s own country is guessed by it
about-guide = the page with this line's guide for listeners
about-privacy_page = the page with this line's own privacy notice, shown in /privacy
about-topics = what people may say that they would like to talk about, if they wish
about-media = whether pictures and files are passed on in conversations; each is made anew, without its name and hidden data
about-voice = whether voice messages are passed on in conversations: a voice can be recognised
about-gender_wishes = whether people may say that they would rather talk to a woman, or to a man
about-typing = whether people see that the other one is typing, where the app tells
about-word_every = how often somebody who waits is told what is happening
about-nobody_free_after = when somebody who waits is told that nobody is free
about-wait_over_after = when waiting is over
about-page_after = when coordinators are called because somebody still waits
about-page_all_after = when coordinators who are not on call are called, too
about-page_again_every = how often coordinators are called again
about-page_again_times = how many times coordinators are called again
about-page_unanswered_after = when somebody who asked for a coordinator hears that nobody has answered yet
about-first_wave = how many listeners are asked first
about-first_wave_lasts = how long only the first listeners are asked
about-second_wave = how many more listeners are asked then
about-second_wave_lasts = how long it stays with those
about-all_wave_lasts = how long all who are on call are asked
about-backup_wave_lasts = how long backup listeners are asked
about-round_every = how long until everybody is asked again
about-danger_word = when somebody in danger is told whether anybody is coming
about-danger_reserve = one offer in so many is not for somebody in danger, so that nobody waits for ever
about-offer_missed = after how long an offer counts as missed
about-misses_at_most = how many offers in a row somebody can miss before they have a break
about-cool_down = how long a listener rests after a conversation
about-conversations_at_most = how many conversations a listener has in one turn on call
about-listening_at_most = how long a listener listens in one turn on call
about-requests_per_hour = how many times in an hour one person can ask to talk
about-plan_after = after how many requests in a day somebody is offered to talk with a coordinator about a plan
about-requests_per_minute = how many requests are taken in a minute; whoever comes then is asked to try again
about-blocked_for = how long “Block from this line” holds
about-apart_for = how long two people are not matched after “Someone else, please”
about-conversation_minutes = how many minutes a conversation takes, as people are told
about-gentle_word = when both are told gently that the time is almost over
about-first_word_nudge = when a listener who has taken somebody and not written is reminded
about-first_word_release = when somebody else is looked for, because the listener has not written at all
about-listener_nudge = when a listener who has not answered is reminded
about-seeker_told = when the other person is told that their listener has not answered
about-listener_released = when somebody else is looked for, because the listener does not answer any more
about-seeker_check = when somebody who has not answered their listener is asked if they are still there
about-seeker_closed = when a conversation ends because they do not answer
about-held_at_most = how long a conversation waits when one of the two can't be reached
about-practice_offered = how long an offer to practise stands
about-hand_over_answer = how long somebody has to say yes to another listener
about-someone_else_within = how long “Someone else, please” can be pressed
about-after_end = how long people are told that what they write reaches nobody any more
about-keep_place = how long “Talk again” keeps the old place in the queue
about-invite_valid = how long an invite works
about-on_call_default = how long somebody is on call who doesn't say until when
about-shift_reminder = how long before a shift its listener is reminded first
about-shift_last_reminder = how long before a shift its listener is reminded again
about-gap_notice = how long before a time that nobody covers coordinators are told
about-gap_last_notice = how long before such a time they are told again
about-coverage_days = how many days ahead the roster looks
about-on_call_at_most = how long somebody can be on call at most
