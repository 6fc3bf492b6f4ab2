# What somebody who waits may wish for, and what listeners say of themselves for it.

on-call-asked =
    { $wished ->
        [yes] { $on_call ->
            [one] { $on_call } listener is on call. I ask who fits what you wished for.
           *[other] { $on_call } listeners are on call. I ask those who fit what you wished for.
        }
       *[no] { $on_call ->
            [one] { $on_call } listener is on call and has been asked.
           *[other] { $on_call } listeners are on call and have been asked.
        }
    }

button-about = What is it about?
button-rather = I'd rather talk to…
ask-topic = What is it about? You need not say. I then ask listeners who chose it.
ask-gender = Whom would you rather talk to? You need not say.
button-topic = { $name }
button-topic-on = ✓ { $name }
button-a-woman = A woman
button-a-man = A man
button-no-matter = No matter

wish-noted =
    { $gender ->
        [woman] { $topic ->
            [none] Thank you. I'm asking women who listen. If none of them can come, I'll ask you if it may be anybody.
           *[other] Thank you. I'm asking women who chose “{ $topic }”. If none of them can come, I'll ask you if it may be anybody.
        }
        [man] { $topic ->
            [none] Thank you. I'm asking men who listen. If none of them can come, I'll ask you if it may be anybody.
           *[other] Thank you. I'm asking men who chose “{ $topic }”. If none of them can come, I'll ask you if it may be anybody.
        }
       *[none] { $topic ->
            [none] All right. I'm asking everybody on call.
           *[other] Thank you. I'm asking listeners who chose “{ $topic }”. If none of them can come, I'll ask you if it may be anybody.
        }
    }

topics-chosen =
    { $topics ->
        [none] You've chosen no topic. Who wishes for one is put to those who chose it.
       *[other] Your topics: { $topics }. I ask you for other people, too.
    }
button-gender = { $name }
button-gender-on = ✓ { $name }
gender-woman = Woman
gender-man = Man
gender-other = Other
gender-unsaid = Not said
