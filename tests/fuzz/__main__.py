"""Makes attempts on whoever reads a capture; the exit status is 1 where one goes wrong."""

from __future__ import annotations

import argparse
import sys
import time

from ..stress.seeds import side_by_side
from .attempts import wrong


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--count", type=int, default=100_000, help="how many (%(default)s)")
    parser.add_argument("--first", type=int, default=0, help="the first one's number (%(default)s)")
    parser.add_argument("--jobs", type=int, help="how many processes (default: one a core)")
    options = parser.parse_args()
    began = time.monotonic()
    numbers = range(options.first, options.first + options.count)
    bad = 0
    for said in side_by_side(wrong, numbers, options.jobs):
        if said is not None:
            bad += 1
            print(said, flush=True)
    print(f"{options.count} attempts in {time.monotonic() - began:.0f} s: {bad} go wrong")
    return bool(bad)


if __name__ == "__main__":
    sys.exit(main())
