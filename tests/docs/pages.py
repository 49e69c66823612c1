"""The pages as a test reads them: blocks, commands, and how a reader's machine runs these."""

from __future__ import annotations

import gzip
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from doctest import ELLIPSIS, NORMALIZE_WHITESPACE, OutputChecker
from pathlib import Path

import click

from mipconf.cli import cli

CHECKOUT = Path(__file__).parents[2]
DOCS = CHECKOUT / "docs"
PAGES = tuple(
    path.relative_to(CHECKOUT).as_posix()
    for path in sorted((CHECKOUT / "README.md", CHECKOUT / "CONTRIBUTING.md", *DOCS.rglob("*.md")))
)
_FENCED = re.compile(
    r"^(?:<!-- not run: (?P<why>.+) -->\n)?```(?P<kind>\w*)\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
_PLACE = re.compile(r"# ([\w/-]+\.\w+)(?:, before (\w+)|, (at the end))?\n")
_STATUS = re.compile(r"#.*exit status (\d+)$")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its language, its text, and why it is not run (`<!-- not run: why -->`)."""

    kind: str
    text: str
    not_run: str | None = None

    @property
    def file(self) -> str | None:
        """The file that it is, or goes into, where its first line is a comment with a path."""
        found = _PLACE.match(self.text)
        return found[1] if found else None

    @property
    def before(self) -> str | None:
        """Before which line of that file it goes, by what that begins with; "" is the end."""
        found = _PLACE.match(self.text)
        return found[2] or (found[3] and "") if found else None


@dataclass(frozen=True, slots=True)
class Command:
    """A command line, what it must print (None: anything) and the exit status that it must have.

    The status is None where the page shows the output alone.
    """

    line: str
    shown: str | None = None
    status: int | None = 0


def blocks(page: str) -> list[Block]:
    """The fenced blocks of a page."""
    return blocks_of((CHECKOUT / page).read_text(encoding="utf-8"))


def blocks_of(text: str) -> list[Block]:
    """The fenced blocks of a text in Markdown."""
    return [Block(m["kind"], m["text"], m["why"]) for m in _FENCED.finditer(text)]


def commands(block: Block) -> Iterator[Command]:
    """The commands of a block in `sh` (they must succeed) or `console` (with what they print)."""
    if block.kind == "sh":
        for line in block.text.replace("\\\n", " ").splitlines():
            if line and not line.startswith("#"):
                status = _STATUS.search(line)
                yield Command(line, None, int(status[1]) if status else 0)
    elif block.kind == "console":
        for part in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
            line, _, shown = part.partition("\n")
            yield Command(line, shown, None)


def wrong_options(line: str) -> str | None:
    """What is wrong with the first call of mipconf in a line, by its options; None: nothing."""
    words = list(shlex.shlex(line, posix=True, punctuation_chars=True))
    for index, word in enumerate(words):
        if word != "mipconf" or (index and words[index - 1] not in {"|", "||", "&&", ";"}):
            continue
        arguments: list[str] = []
        for argument in words[index + 1 :]:
            if argument in {"|", "||", "&&", ";", ">", "#"}:
                break
            arguments.append(argument)
        return _wrong(cli, arguments)
    return None


def _wrong(command: click.Command, arguments: list[str]) -> str | None:
    context = click.Context(command, info_name="mipconf")
    try:
        if isinstance(command, click.Group):
            _, found, rest = command.resolve_command(context, arguments)
            return None if found is None else _wrong(found, rest)
        command.make_parser(context).parse_args(arguments)
    except click.UsageError as error:
        return error.format_message()
    return None


class Reader:
    """Somebody who follows a page: a folder, with `mipconf` and the files that pages speak of."""

    def __init__(self, folder: Path, checkout: Path = CHECKOUT) -> None:
        self.folder = folder
        programs = folder / "bin"
        programs.mkdir()
        python = f"exec {shlex.quote(sys.executable)}"
        self._script(programs / "python", f'{python} "$@"')
        for module in ("mipconf", "ruff", "mypy"):
            self._script(programs / module, f'{python} -m {module} "$@"')
        self._environment = os.environ | {
            "PATH": f"{programs}:{os.environ['PATH']}",
            "PYTHONPATH": f"{folder}:{checkout}",
            "COLUMNS": "200",
            "HOME": str(folder),
        }

    def gets_stand_ins(self) -> None:
        """The files that pages speak of as the reader's own."""
        self._script(self.folder / "my-ha", 'exec mipconf ha "$1"')
        captures = CHECKOUT / "captures" / "claims"
        shutil.copy(captures / "08-faulty.pcapng", self.folder / "capture.pcapng")
        shutil.copy(captures / "08-healthy.pcapng", self.folder / "lan.pcapng")
        with gzip.open(self.folder / "router.pcap.gz", "wb") as file:
            file.write((captures / "08-healthy.pcapng").read_bytes())
        (self.folder / "ha.toml").write_text("max_lifetime_s = 1800\n")
        (self.folder / "captures").symlink_to(CHECKOUT / "captures")

    @staticmethod
    def _script(path: Path, line: str) -> None:
        path.write_text(f"#!/bin/sh\n{line}\n")
        path.chmod(0o755)

    def writes(self, block: Block) -> None:
        """Write the file that a block is, or add the block to a file that there is."""
        assert block.file is not None
        path = self.folder / block.file
        if block.before is None:
            path.write_text(block.text, encoding="utf-8")
            return
        text, added = path.read_text(encoding="utf-8"), block.text.partition("\n")[2]
        at = text.index(f"\n{block.before}") + 1 if block.before else len(text)
        if block.before:
            added += "\n\n"
        path.write_text(text[:at] + added + text[at:], encoding="utf-8")

    def changes(self, block: Block) -> None:
        """Change a file by a block in `diff`, one hunk without numbers of lines."""
        first, _, hunk = block.text.partition("\n")
        path = self.folder / first.removeprefix("--- ")
        text = path.read_text(encoding="utf-8")
        lines = hunk.splitlines(keepends=True)
        before = "".join(line[1:] for line in lines if not line.startswith("+"))
        after = "".join(line[1:] for line in lines if not line.startswith("-"))
        assert text.count(before) == 1, f"{path.name}: {before}"
        path.write_text(text.replace(before, after), encoding="utf-8")

    def follows(self, block: Block) -> None:
        """Run the commands of a block; each must do what the page says."""
        for command in commands(block):
            if command.line.startswith("make "):  # For a checkout, and perhaps for an hour.
                continue
            status, said = self.runs(command.line)
            wrong = f"{command.line}: exit status {status}\n{said}"
            assert command.status in (None, status), wrong
            if command.shown is not None:
                options = ELLIPSIS | NORMALIZE_WHITESPACE
                assert OutputChecker().check_output(command.shown, said, options), wrong

    def runs(self, line: str) -> tuple[int, str]:
        """Run a command line; its exit status, and what it prints."""
        return self._run(["/bin/sh", "-c", line])

    def runs_python(self, code: str) -> tuple[int, str]:
        """Run Python as a script of the folder."""
        return self._run([sys.executable, "-W", "error", "-c", code])

    def _run(self, words: list[str]) -> tuple[int, str]:
        done = subprocess.run(
            words,
            cwd=self.folder,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=60,
        )
        return done.returncode, done.stdout
