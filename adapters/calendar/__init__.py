"""Calendars: the arithmetic of what recurs."""
