# What commands and their options do, 100 characters at most, and what the bot says of itself on its profile.

profile-description = A program that connects you with a volunteer. It gives no advice. In an emergency call your emergency number.
# 120 characters at most.
profile-short = A program that connects you with a volunteer. It gives no advice.

command-talk = Talk to a person
command-end = End the conversation
command-leave = Leave the queue, or the line
command-help = What I can do
command-helplines = Helplines and emergency numbers
command-privacy = What is kept, and how it goes away
command-language = The language I use with you
command-report = Report the other person; this ends the conversation
command-join = Join as a listener, with an invite
command-oncall = Say when I may ask you
command-next = Who is on call
command-setup = Set up this line
command-panel = Post the button that people press to talk
command-invite = Invite a listener
command-approve = Approve somebody who wants to join

option-helplines-country = The country you are in
option-language-language = The language you would like
option-report-kind = What it is about
option-join-code = The code of your invite
option-join-alias = The name that others will see; not your real name
option-oncall-when = 2h, until 22:00, or off
option-setup-audience = Who this line is for
option-invite-role = Listener or coordinator
option-approve-alias = The alias of who is waiting
