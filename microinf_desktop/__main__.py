"""`python -m microinf_desktop` is the `microinf` command."""

import sys

from microinf_desktop.cli import main

if __name__ == "__main__":
    sys.exit(main())
