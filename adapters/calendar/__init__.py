"""Calendars: the arithmetic of what recurs, and the files that calendar apps read."""
