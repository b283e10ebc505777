"""Run confui with ``python -m confui``."""

import sys

from confui.cli import main

if __name__ == "__main__":
    sys.exit(main())
