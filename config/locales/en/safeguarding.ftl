# Safety: words that may be of danger, abuse limits, reports.

# What is said after "I'm in danger now" is as true here (privacy.md).
maybe-danger = { danger-numbers }
