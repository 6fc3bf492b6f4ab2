"""Pictures, voice messages and files made anew: in memory only, without their name and whatever tells of their writer.

Begin with `making.py`.
"""
