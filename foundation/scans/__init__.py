"""Scans of letters from outside: the codes on each page, whether a seal is seen, a picture.

`reading` and `problems` are for the portal. All else runs in the child of `foundation.confining`,
imports no Django, and is why nothing is imported here.
"""
