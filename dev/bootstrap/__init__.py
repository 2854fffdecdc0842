"""Sets up a fresh machine, with nothing but the standard library of Python 3.9 or later."""
