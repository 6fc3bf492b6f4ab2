# A line for young people: who may listen there.

not-for-youth = This line is for young people. Before you can be on call, a coordinator has to approve you for that. They know; please ask them if it takes long.

youth-listeners = This line is for young people now. These are off call until one of you has approved them for that: { $aliases }. Approve only whom you know and have chosen for it, with /approve and the alias. Nobody approves themselves.

youth-approved = You are approved for this line for young people. You can go on call, with /oncall. Thank you for being there.
