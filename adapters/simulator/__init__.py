"""The simulator: weeks of demand through the very same routing code as the live line, on a clock that only jumps.

`scenario` says what is played, `reading` reads it from a file, `play` plays it, `outcome` is what came of it.
"""
