"""Looks into files from outside, one module for each family of forms.

Each has `look(path, *, extension, into)`, which answers a `Report` as JSON and may leave a cleaned
file at `into`. They run in the child of `foundation.confining` and import no Django.
"""
