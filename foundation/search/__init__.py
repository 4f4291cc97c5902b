"""One search for all that is shown: cut on write, asked in steps, found in one statement."""
