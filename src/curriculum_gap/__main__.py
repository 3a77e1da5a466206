"""``python -m curriculum_gap``."""

import gc
import sys

gc.disable()  # while modules load there is no garbage; the command sets a pace of its own

try:
    from curriculum_gap.cli import run
except ImportError as error:
    from curriculum_gap.errors import installation_fault

    if "-v" in sys.argv:
        raise
    print(f"gapcheck: {installation_fault(error)}", file=sys.stderr)
    sys.exit(2)

if __name__ == "__main__":
    run()
