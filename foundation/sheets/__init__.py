"""Spreadsheets from outside: rows of text and what is to know of them, whatever made the file.

`reading` and `problems` are for the portal. All else runs in the child of `foundation.confining`,
imports no Django, and is why nothing is imported here.
"""
