"""Warmline's core: a switchboard that routes people to people, and never counsels.

Read it in this order: people, community, request, offer, conversation (the nouns); words and notice (all that can be
said); inbound (all that can happen); desk (what is done about it); ports (what it asks of the world); switchboard
(what runs it). It knows no Discord, no Telegram, no SQL and no wall clock, and imports the standard library alone.
"""
