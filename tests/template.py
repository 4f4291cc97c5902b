"""`python -m tests.template`: migrate once; every process of tests and every bench copies it."""

import os

from bench.database import TEMPLATE, make_template

if __name__ == "__main__":
    make_template(os.environ[TEMPLATE], "ztc.settings.test")
