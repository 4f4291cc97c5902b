"""The matrix for programme pages."""

PROGRAMME_ROWS = []
