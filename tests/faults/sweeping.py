"""`python -m tests.faults.sweeping`: beat's sweep, twice a second, until the end of the input."""

import select
import sys

import django

django.setup()

from tests.faults.killing import ring_again  # noqa: E402 -- after django.setup()

if __name__ == "__main__":
    while not select.select([sys.stdin], [], [], 0.5)[0]:
        ring_again()
