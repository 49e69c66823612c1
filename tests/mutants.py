"""Mutants of the judge: where mutmut makes them, and what became of them (`make mutants`).

    python -m tests.mutants copy
    cd build/judge; mutmut run; cd ../..
    python -m tests.mutants

mutmut leaves functions alone that are decorated, as properties are. So it works on a copy of the
checkout in which a decorator is applied after its function:

    def covers(self) -> bool:
        ...
    covers = property(covers)

Every mutant that lives must be written down in `tests/judge/equivalent.txt`, with the reason why
no test can see it. There a `#` line gives the reason, and each mutant follows as its function and
the lines that it changes, which, unlike mutmut's numbers, stay as they are when code moves:

    # 0 and 1 are both before all time.
    claims.electing._deadline
      - listens = (joining.incarnation.ready or 0) + wait
      + listens = (joining.incarnation.ready or 1) + wait

Exit status 1: a mutant lives that is not written down, or one is written down that does not live.
"""

from __future__ import annotations

import ast
import difflib
import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
COPY = ROOT / "build" / "judge"
MUTANTS = COPY / "mutants"
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


def copy() -> None:
    """Copy the checkout to where mutmut works, with nothing in the judge that it leaves alone."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in listed.stdout.splitlines():
        to = COPY / name
        to.parent.mkdir(parents=True, exist_ok=True)
        to.unlink(missing_ok=True)
        shutil.copy(ROOT / name, to, follow_symlinks=False)
    # Which tests reach a function mutmut notes but once, and a change may have made new ones.
    (MUTANTS / "mutmut-stats.json").unlink(missing_ok=True)
    for path in (COPY / "mipconf" / "judge").rglob("*.py"):
        path.write_text(undecorated(path.read_text()))


def undecorated(source: str) -> str:
    """The same functions, with a decorator applied after its function; mutmut knows two itself."""
    lines = source.splitlines()
    for node in reversed(list(_decorated(ast.parse(source)))):
        assert node.end_lineno is not None
        for decorator in node.decorator_list:  # the last one is applied first
            applied = f"{node.name} = {ast.unparse(decorator)}({node.name})"
            lines.insert(node.end_lineno, f"{' ' * node.col_offset}{applied}")
        del lines[node.decorator_list[0].lineno - 1 : node.lineno - 1]
    return "\n".join(lines) + "\n"


def _decorated(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    for owner in (tree, *(node for node in tree.body if isinstance(node, ast.ClassDef))):
        for node in owner.body:
            if isinstance(node, ast.FunctionDef) and node.decorator_list:
                known = ast.unparse(node.decorator_list[0]) in ("staticmethod", "classmethod")
                if not known:
                    yield node


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
    sys.exit(copy() if sys.argv[1:] == ["copy"] else main())
