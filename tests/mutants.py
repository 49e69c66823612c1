"""What became of the mutants of the judge, once `make mutants` has let mutmut run.

    python -m tests.mutants

Every mutant that lives must be written down in `tests/judge/equivalent.txt`, with the reason why
no test can see it. There a `#` line gives the reason, and each mutant follows as its function and
the lines that it changes, which, unlike mutmut's numbers, stay as they are when code moves:

    # 0 and 1 are both before all time.
    claims.electing._deadline
      - listens = (joining.life.ready or 0) + wait
      + listens = (joining.life.ready or 1) + wait

Exit status 1: a mutant lives that is not written down, or one is written down that does not live.
"""

from __future__ import annotations

import difflib
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
MUTANTS = ROOT / "mutants"
WRITTEN_DOWN = ROOT / "tests" / "judge" / "equivalent.txt"
_PACKAGE = "mipconf.judge."
_LIVES = {0: "survived", 33: "in code that no test reaches"}
_DEFINITION = re.compile(r"(?P<indent>\s*)(async )?def (?P<name>x\S*__mutmut_(orig|\d+))\(")
_NUMBER = re.compile(r"__mutmut_(orig|\d+)")


@dataclass(frozen=True, slots=True)
class Change:
    """What a mutant changes: its function, the lines that it takes away, and those it puts in."""

    function: str
    without: tuple[str, ...]
    instead: tuple[str, ...]

    def __str__(self) -> str:
        lines = (
            *(f"  - {line}" for line in self.without),
            *(f"  + {line}" for line in self.instead),
        )
        return "\n".join((self.function, *lines))


def results() -> dict[str, int | None]:
    """The exit status of the tests for each mutant; None where they did not run."""
    found: dict[str, int | None] = {}
    for meta in sorted((MUTANTS / "mipconf" / "judge").rglob("*.meta")):
        found |= json.loads(meta.read_text())["exit_code_by_key"]
    return found


def change_of(mutant: str) -> Change:
    """What mutmut made of the function that a mutant is of."""
    module, _, name = mutant.rpartition(".")
    functions = _functions(MUTANTS / f"{module.replace('.', '/')}.py")
    original = functions[_NUMBER.sub("__mutmut_orig", name)]
    differences = [line for line in difflib.ndiff(original, functions[name]) if line[2:].strip()]
    function = _NUMBER.sub("", name).removeprefix("x_").removeprefix("xǁ").replace("ǁ", ".")
    return Change(
        f"{module.removeprefix(_PACKAGE)}.{function}",
        tuple(line[2:].strip() for line in differences if line.startswith("- ")),
        tuple(line[2:].strip() for line in differences if line.startswith("+ ")),
    )


@cache
def _functions(path: Path) -> dict[str, list[str]]:
    """The lines of each function of a file that mutmut made, by mutmut's name for it."""
    return dict(_split(path.read_text().splitlines()))


def _split(lines: list[str]) -> Iterator[tuple[str, list[str]]]:
    name, indent, body = "", 0, list[str]()
    for line in lines:
        definition = _DEFINITION.match(line)
        outside = line.strip() and len(line) - len(line.lstrip()) <= indent
        if name and (definition or (outside and not line.lstrip().startswith(")"))):
            yield name, body
            name = ""
        if definition:
            name, indent, body = definition["name"], len(definition["indent"]), []
        if name:
            body.append(_NUMBER.sub("", line))
    if name:
        yield name, body


def written_down(text: str) -> Counter[Change]:
    """The mutants of `equivalent.txt`; raises ValueError where one has no reason before it."""
    found: Counter[Change] = Counter()
    reason = ""
    for block in re.split(r"\n(?=\S)", text.strip("\n")) if text.strip() else ():
        if block.startswith("#"):
            reason = block
            continue
        if not reason:
            raise ValueError(
                f"{WRITTEN_DOWN.name}: no reason stands before {block.splitlines()[0]}"
            )
        function, *lines = (line.strip() for line in block.splitlines() if line.strip())
        parts = {sign: tuple(x[2:] for x in lines if x.startswith(f"{sign} ")) for sign in "-+"}
        found[Change(function, parts["-"], parts["+"])] += 1
    return found


def main() -> int:
    """Tell how many mutants died, and which should have; 1 if there are such."""
    found = results()
    unchecked = [mutant for mutant, status in found.items() if status is None]
    alive = Counter(change_of(mutant) for mutant, status in found.items() if status in _LIVES)
    known = written_down(WRITTEN_DOWN.read_text()) if WRITTEN_DOWN.exists() else Counter()
    unknown, gone = alive - known, known - alive
    killed = len(found) - alive.total() - len(unchecked)
    print(
        f"{len(found):,} mutants: {killed:,} killed ({killed / max(len(found), 1):.1%}), "
        f"{alive.total():,} live, of which {(alive - unknown).total():,} are written down as "
        f"equivalent; {len(unchecked):,} not tried"
    )
    for title, changes in (("lives, not written down", unknown), ("written down, gone", gone)):
        for change in sorted(changes.elements(), key=str):
            print(f"\n{title}: {change}")
    return int(bool(unknown or gone or unchecked))


if __name__ == "__main__":
    sys.exit(main())
