"""``python -m curriculum_gap``."""

import sys

from curriculum_gap.cli import main

if __name__ == "__main__":
    sys.exit(main())
