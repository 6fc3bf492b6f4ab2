# Forms and dialogues. For a command that asks for more: the title of its form (form-, 45 characters), the label of each
# field (field-, 45), each question of a dialogue after the first (question-), and what the values of an option are called
# (choice-). Buttons under them: 80 characters.

question = { $asked }

never-mind = All right. Nothing was changed.

button-fill = Answer
button-never-mind = Never mind
button-answer = { $name }

form-join = Your invite
field-join-code = Code
field-join-alias = Name that others will see

form-oncall = When I may ask you
field-oncall-when = How long

choice-setup-audience-adults = Adults only
choice-setup-audience-youth = Young people
choice-invite-role-listener = Listener
choice-invite-role-coordinator = Coordinator

question-join-alias = Which name shall others see? Please don't take your real name.
