"""The matrix for roadshow pages."""

ROADSHOW_ROWS = []
