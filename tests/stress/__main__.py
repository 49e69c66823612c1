"""Puts healthy Home Agents of all habits to the cases over a bad network; none may be blamed.

A seed is a case, a habit and an impairment of the simulated network, all drawn by its number. The
exit status is 1 where any Home Agent was blamed, or fewer than 90 % of the verdicts are PASS.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from mipconf.judge.verdict import Verdict

from .broken import BROKEN
from .seeds import CAUGHT, PASSING, Outcome, Seed, run_broken, run_healthy, side_by_side


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.stress", description=__doc__)
    parser.add_argument("--seeds", type=int, default=500, help="how many (default: %(default)s)")
    parser.add_argument("--first", type=int, default=0, help="the first (default: %(default)s)")
    parser.add_argument("--jobs", type=int, help="how many processes (default: one a core)")
    parser.add_argument(
        "--broken", action="store_true", help="so many seeds of each broken Home Agent instead"
    )
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep the captures here; one job")
    options = parser.parse_args()
    numbers = range(options.first, options.first + options.seeds)
    if options.broken:
        return _broken(numbers, options.jobs)
    if options.keep is not None:
        return _healthy(Seed.of(number).run(options.keep / str(number)) for number in numbers)
    return _healthy(side_by_side(run_healthy, numbers, options.jobs))


def _healthy(outcomes: Iterable[Outcome]) -> int:
    began = time.monotonic()
    verdicts: Counter[Verdict] = Counter()
    seeds = blamed = 0
    for outcome in _until_interrupted(outcomes):
        seeds += 1
        verdicts.update(outcome.verdicts.values())
        blamed += bool(outcome.wrong)
        if outcome.wrong:
            print(
                outcome.seed, *(f"  {name}: {why}" for name, why in outcome.wrong.items()), sep="\n"
            )
    print(f"{seeds} seeds in {time.monotonic() - began:.0f} s, {blamed} with a FAIL or an ERROR")
    for verdict, count in verdicts.most_common():
        print(f"  {verdict.value}: {count}, {count / verdicts.total():.1%}")
    return int(blamed > 0 or verdicts[Verdict.PASS] < PASSING * verdicts.total())


def _until_interrupted(outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    """Ctrl-C ends a long run, and what was found counts."""
    try:
        yield from outcomes
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)


def _broken(numbers: range, jobs: int | None) -> int:
    each = [(index, number) for index in range(len(BROKEN)) for number in numbers]
    caught = Counter(
        index
        for (index, _), found in zip(each, side_by_side(run_broken, each, jobs), strict=True)
        if found
    )
    for index, broken in enumerate(BROKEN):
        print(f"{broken}: FAIL in {caught[index]} of {len(numbers)} seeds")
    return int(any(caught[index] < CAUGHT * len(numbers) for index in range(len(BROKEN))))


if __name__ == "__main__":
    sys.exit(main())
