"""The pages of the manual (`docs/` of the project, `mipconf/docs` of an installation) by citation.

A *citation* names a page and perhaps an anchor on it: `docs/protocol.md#5-4`, in short
`protocol#5-4`. An anchor is what a link may point at: the slug of a heading, as forges and the
site make it, or `<a id="5-4"></a>` before a block or in the row of a table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from mipconf.errors import ConfigError

_FENCE = re.compile(r"\s*(```|~~~)")
_ANCHOR = re.compile(r'<a id="([^"]+)"></a>')
_HEADING = re.compile(r"(#{1,6}) +(.*)")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_EMPHASIS = re.compile(r"(\*\*|[*`])(?=\S)(.+?)(?<=\S)\1")


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its name (`protocol`, `reference/faults`), where it is, and its text (Markdown)."""

    name: str
    path: Path
    text: str

    @property
    def title(self) -> str:
        """Its first heading."""
        return next((block.title for block in _blocks(self.text) if block.level == 1), self.name)

    @property
    def anchors(self) -> frozenset[str]:
        """All that a citation of this page may have after its `#`."""
        return frozenset(anchor for block in _blocks(self.text) for anchor in block.anchors)

    def section(self, anchor: str) -> str:
        """The text that an anchor stands for, without anchors.

        Before a heading that is all below it, up to the next of its level or above; before another
        block all up to the next anchor or heading; in the row of a table that row, below the head
        of the table. Raises KeyError where the page has no such anchor.
        """
        blocks = list(_blocks(self.text))
        for index, block in enumerate(blocks):
            if anchor in block.anchors:
                kept = [block, *_below(block, blocks[index + 1 :])]
                lines = [*block.head, *(line for part in kept for line in part.lines)]
                return "\n".join(_ANCHOR.sub("", line) for line in lines).strip() + "\n"
        raise KeyError(anchor)


def folder() -> Path:
    """Where the pages are: in the checkout, or in the installed package."""
    return Path(import_module("mipconf.docs").__path__[0])


def pages() -> tuple[Page, ...]:
    """All pages, by their names."""
    home = folder()
    found = {path.relative_to(home).with_suffix("").as_posix(): path for path in home.rglob("*.md")}
    return tuple(
        Page(name, path, path.read_text(encoding="utf-8")) for name, path in sorted(found.items())
    )


def cited(citation: str) -> str:
    """The text of a citation, a page or a section of it, in Markdown.

    Raises ConfigError where there is no such page, or no such anchor on it.
    """
    name, _, anchor = citation.removeprefix("docs/").partition("#")
    name = name.removesuffix(".md")
    known = {page.name: page for page in pages()}
    page = known.get(name)
    if page is None:
        raise ConfigError(f"there is no page {name!r}: the pages are {', '.join(known)}")
    if not anchor:
        return page.text
    try:
        return page.section(anchor)
    except KeyError:
        there = ", ".join(block.anchors[0] for block in _blocks(page.text) if block.anchors)
        raise ConfigError(f"page {name!r} has no section {anchor!r}: it has {there}") from None


def plain(text: str) -> str:
    """Markdown as words alone: no anchors, links, emphasis or marks of headings; one line."""
    text = _LINK.sub(r"\1", _ANCHOR.sub("", text))
    text = re.sub(r"(?m)^(?:#+|-) +", "", text)
    return " ".join(_EMPHASIS.sub(r"\2", text).split())


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines that belong together, from one anchor or heading to the next, or the row of a table.

    `level` is that of a heading (1 to 6), 0 for anything else; `head` the head of a row's table.
    """

    lines: Sequence[str]
    anchors: tuple[str, ...] = ()
    level: int = 0
    title: str = ""
    head: tuple[str, ...] = ()


def _below(block: _Block, following: Sequence[_Block]) -> Iterator[_Block]:
    if block.head:
        return
    for other in following:
        if (other.level and (not block.level or other.level <= block.level)) or (
            not block.level and other.anchors and not other.head
        ):
            return
        yield other


def _blocks(text: str) -> Iterator[_Block]:
    """The page, parted at its anchors and headings."""
    pending: list[str] = []
    head: list[str] = []
    lines: list[str] = []
    started = _Block(())
    fenced = False

    def closed() -> _Block:
        return _Block(tuple(lines), started.anchors, started.level, started.title, started.head)

    for line in text.splitlines():
        fenced ^= bool(_FENCE.match(line))
        anchors = () if fenced else tuple(_ANCHOR.findall(line))
        heading = None if fenced else _HEADING.fullmatch(line)
        is_row = line.startswith("|") and not fenced
        head = [*head, line][:2] if is_row else []
        if is_row and anchors:
            yield closed()
            yield _Block((line,), anchors, head=tuple(head))
            lines, started = [], _Block(())
        elif anchors and not _ANCHOR.sub("", line).strip():
            pending += anchors
        elif pending or heading:
            yield closed()
            level, title = (len(heading[1]), plain(heading[2])) if heading else (0, "")
            slugs = (slug(title),) if heading else ()
            lines, started = [line], _Block((), (*pending, *slugs), level, title)
            pending = []
        else:
            lines.append(line)
    yield closed()


def slug(title: str) -> str:
    """What forges and the site make of a heading: `Becoming active` is `becoming-active`."""
    return re.sub(r"[^\w\s-]", "", title.lower()).strip().replace(" ", "-")
