"""The pages of the manual (`docs/` of the project, `mipconf/docs` of an installation) by citation.

A *citation* names a page and perhaps an anchor on it: `docs/protocol.md#5-4`, in short
`protocol#5-4`. An anchor is what a link may point at: the slug of a heading, as forges and the
site make it, or `<a id="5-4"></a>` before a block, in the row of a table or in an item of a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path

from mipconf.errors import ConfigError

_FENCE = re.compile(r"\s*(```|~~~)")
_ANCHOR = re.compile(r'<a id="([^"]+)"></a>')
_CITATION = re.compile(r"docs/[\w/-]+\.md(?:#[\w-]+)?")
_RFC = re.compile(r"RFC (\d++) (\d++(?:\.\d++)*+)(?! \(https)")
_ITEM = re.compile(r"\s*(?:-|\d+\.) ")
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
        block all up to the next anchor or heading; in an item of a list that item; in the row of a
        table that row, below the head of the table. Raises KeyError where the page has no such
        anchor.
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


def citations(clause: str) -> list[str]:
    """The pages and sections of the manual that a clause names, in its order."""
    return _CITATION.findall(clause)


def with_addresses(clause: str) -> str:
    """A clause with the address of each section of an RFC: `RFC 2281 5.7 (https:...)`."""
    return _RFC.sub(r"\g<0> (https://www.rfc-editor.org/rfc/rfc\1#section-\2)", clause)


def plain(text: str) -> str:
    """Markdown as words alone: no anchors, links, emphasis or marks; one line.

    The cells of a row are joined by colons, and its table has no rule below the head.
    """
    text = re.sub(r"(?m)^\|[|-]+$", "", text)
    text = re.sub(r"(?m)^\| (.*) \|$", lambda row: row[1].replace(" | ", ": "), text)
    text = re.sub(r"(?m)^#+ +(.*?)\.?$", r"\1.", text)
    text = _LINK.sub(r"\1", _ANCHOR.sub("", text))
    text = re.sub(r"(?m)^- +", "", text)
    return " ".join(_EMPHASIS.sub(r"\2", text).split())


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines that belong together, from one anchor or heading to the next; a row; an item of a list.

    `level` is that of a heading (1 to 6), 0 for anything else; `head` the head of a row's table.
    An item or a row `is_part` of what stands around it, and nothing is below it.
    """

    lines: tuple[str, ...]
    anchors: tuple[str, ...] = ()
    level: int = 0
    title: str = ""
    head: tuple[str, ...] = ()
    is_part: bool = False


def _below(block: _Block, following: Sequence[_Block]) -> Iterator[_Block]:
    if block.is_part:
        return
    for other in following:
        if other.level and (not block.level or other.level <= block.level):
            return
        if not block.level and other.anchors and not other.is_part:
            return
        yield other


def _blocks(text: str) -> Iterator[_Block]:
    """The page, parted at its anchors and headings."""
    head: list[str] = []
    block = _Block(())
    pending: tuple[str, ...] = ()
    fenced = False
    for line in text.splitlines():
        fenced ^= bool(_FENCE.match(line))
        anchors = () if fenced else tuple(_ANCHOR.findall(line))
        heading = None if fenced else _HEADING.fullmatch(line)
        is_row = line.startswith("|") and not fenced
        head = [*head, line][:2] if is_row else []
        if anchors and not _ANCHOR.sub("", line).strip():
            pending += anchors
            continue
        if anchors or pending or heading or (block.is_part and _ends_part(line)):
            yield block
            block = _Block((), (*pending, *anchors), head=tuple(head), is_part=bool(anchors))
            pending = ()
        if heading:
            title = plain(heading[2])
            block = replace(
                block, anchors=(*block.anchors, slug(title)), level=len(heading[1]), title=title
            )
        block = replace(block, lines=(*block.lines, line))
    yield block


def _ends_part(line: str) -> bool:
    """Whether a line is not of the row or the item of a list before it."""
    return not line.strip() or line.startswith("|") or bool(_ITEM.match(line))


def slug(title: str) -> str:
    """What forges and the site make of a heading: `Becoming active` is `becoming-active`."""
    return re.sub(r"[^\w\s-]", "", title.lower()).strip().replace(" ", "-")
