# One side's app is cut off from the line.

line-interrupted = I have lost the connection to { $alias }'s app. What you both write is not lost: I pass it on when the connection is back. I tell you then.

line-restored = The connection to { $alias }'s app is back. What was written is being passed on.
