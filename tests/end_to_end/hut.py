"""A Home Agent as a program, with one of the faults: `python hut.py FAULT CONFIG`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from mipconf.ha.program import run
from tests.end_to_end.faults import FAULTS

if __name__ == "__main__":
    sys.exit(run(Path(sys.argv[2]), FAULTS[sys.argv[1]]))
