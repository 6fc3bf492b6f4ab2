"""Both platforms' servers in small, over real sockets, for the demo and the tests (design: architecture).

They follow the platforms' documentation, not the needs of our bot, and know nothing of `bot/`.
Start reading at `people.py`: what a person can do and see is the same on both.
"""
