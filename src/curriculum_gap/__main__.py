"""``python -m curriculum_gap``."""

import gc

gc.disable()  # while modules load there is no garbage; the command sets a pace of its own

from curriculum_gap.cli import run  # noqa: E402

if __name__ == "__main__":
    run()
