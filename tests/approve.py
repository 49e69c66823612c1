"""All that is made from the code and kept with it: `make approve` makes it anew.

    python -m tests.approve [judge] [captures] [docs]

writes what the code says today, of all or of some, and prints what that changes. Read it before you
commit it: each line is a verdict, a sentence or a page that somebody will get.
"""

from __future__ import annotations

import difflib
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from captures import making
from tests.docs import reference
from tests.judge import approved
from tests.layers import test_dissectors as dissectors

CHECKOUT = Path(__file__).parents[1]
Made = Iterator[tuple[Path, bytes]]
"""Files, and what each has to hold."""


def of_judge() -> Made:
    """What the judge says of each story."""
    judged = approved.Judged()
    yield approved.VERDICTS, approved.verdicts(judged).encode()
    yield approved.REASONS, approved.reasons(judged).encode()


def of_captures() -> Made:
    """The reference captures, what is said in them and what the judge says of them."""
    with tempfile.TemporaryDirectory(prefix="mipconf-captures-") as made:
        folder = Path(made)
        for _ in making.make(folder):
            pass
        for path in sorted(each for each in folder.rglob("*") if each.is_file()):
            yield making.FOLDER / path.relative_to(folder), path.read_bytes()


def of_docs() -> Made:
    """The pages that tell of the code."""
    for name, page in reference.PAGES.items():
        yield reference.FOLDER / f"{name}.md", page().encode()
    if dissectors.is_measured():
        yield dissectors.PAGE, dissectors.page().encode()


KINDS: Mapping[str, tuple[Callable[[], Made], tuple[Path, ...]]] = {
    "judge": (of_judge, (approved.FOLDER,)),
    "captures": (of_captures, (making.FOLDER / "claims", making.FOLDER / "families")),
    "docs": (of_docs, (reference.FOLDER,)),
}
"""What makes the files of each kind, and the folders in which there is nothing else."""


def approve(made: Mapping[Path, bytes], folders: Sequence[Path]) -> Iterator[str]:
    """Write the files, remove what else is in the folders, and tell what that changes."""
    kept = {path for folder in folders for path in folder.iterdir()}
    for path in sorted(made.keys() | kept):
        before = path.read_bytes() if path.exists() else b""
        after = made.get(path, b"")
        if path not in made:
            path.unlink()
        elif before != after:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(after)
        yield from _difference(path, before, after)


def _difference(path: Path, before: bytes, after: bytes) -> Iterator[str]:
    if before == after:
        return
    name = str(path.relative_to(CHECKOUT)) if path.is_relative_to(CHECKOUT) else path.name
    if path.suffix == ".pcapng":
        yield f"{name}: {len(before)} octets, now {len(after)}"
        return
    lines = (text.decode().splitlines() for text in (before, after))
    yield from difflib.unified_diff(*lines, name, name, lineterm="", n=0)


def main(kinds: Sequence[str]) -> int:
    """Make some kinds anew, or all, and print what changed."""
    if unknown := [kind for kind in kinds if kind not in KINDS]:
        print(f"{unknown[0]}: make {', '.join(KINDS)} anew, or all of it", file=sys.stderr)
        return 2
    changes = [
        line for kind in kinds or KINDS for line in approve(dict(KINDS[kind][0]()), KINDS[kind][1])
    ]
    print("\n".join(changes) if changes else "Nothing has changed.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
