"""The matrix for coaching pages."""

COACHING_ROWS = []
