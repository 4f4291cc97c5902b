"""The matrix for calendar pages."""

CALENDAR_ROWS = []
