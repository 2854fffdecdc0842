"""`python3 -m dev`: sets up what is missing, then runs the command in the project's own Python."""

import sys

if sys.version_info < (3, 9):
    sys.exit("python3 -m dev needs Python 3.9 or later to start; it gets Python 3.13 by itself.")

from dev.bootstrap.main import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
