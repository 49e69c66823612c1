"""A table that is printed as its rows come, and fits the terminal.

The first rows say how wide the columns are, and which of them are empty and left out. Where a later
row does not fit, the header is printed anew.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from textwrap import wrap

from mipconf.decode.columns import COLUMNS

WIDEST = 120
"""Characters of a line, unless the terminal has fewer."""

_ORDER = (
    *("frame", "time", "source", "destination", "message", "sequence", "retransmission", "part"),
    *("code", "group", "priority", "virtual_address", "deleted", "home_address"),
    *("home_agent", "care_of_address", "lifetime", "flags", "nai", "authentication"),
    *("identification", "lan"),
)
"""How the columns stand; a state is shown with the message, and what is malformed below it."""
_DISPENSABLE = (
    *("identification", "flags", "home_agent", "nai", "authentication", "lan", "virtual_address"),
    *(
        "lifetime",
        "priority",
        "group",
        "code",
        "part",
        "care_of_address",
        "destination",
        "sequence",
    ),
    *("deleted", "retransmission", "home_address"),
)
"""What is left out where the terminal is too narrow, one after the other."""

_GAP = "  "
_INDENT = "    "
_MICROSECONDS = len("000")

Row = Mapping[str, str]


class Table:
    """Prints rows; the first `patience` of them at once, to see how wide they are.

    `chosen` are columns to print in any case, of any width; without them, those that are not empty,
    as far as they fit into `width`. `omitted` names those that did not. `least` says how wide some
    columns are in any case.
    """

    def __init__(
        self,
        echo: Callable[[str], None],
        width: int = WIDEST,
        chosen: Sequence[str] = (),
        patience: int = 1,
        least: Mapping[str, int] | None = None,
    ) -> None:
        self.omitted: dict[str, None] = {}
        self._echo = echo
        self._width = width
        self._chosen = chosen
        self._patience = patience
        self._waiting: list[Row] = []
        self._widths: dict[str, int] = dict(least or {})
        self._date = ""
        self._layout: object = None
        self._is_begun = False

    def add(self, row: Row) -> None:
        """Print a row, or keep it until there are enough to see how wide the columns are."""
        self._waiting.append(row)
        if len(self._waiting) >= self._patience:
            self.flush()

    def flush(self) -> None:
        """Print the rows that were kept; from now on each is printed as it comes."""
        for row in self._waiting:
            self._widen(row)
        for row in self._waiting:
            self._print(row)
        self._waiting.clear()
        self._patience = 1

    def _widen(self, row: Row) -> None:
        """Make the columns wide enough for a row."""
        for name in self._chosen or _ORDER:
            size = len(self._cell(name, row))
            if size or name in self._chosen:
                least = self._widths.get(name, len(COLUMNS[name]))
                self._widths[name] = max(size, least)

    def _fitting(self) -> tuple[str, ...]:
        shown = [name for name in _ORDER if name in self._widths]
        for name in _DISPENSABLE:
            if sum(self._widths[each] + len(_GAP) for each in shown) - len(_GAP) <= self._width:
                break
            if name in shown:
                shown.remove(name)
                self.omitted[name] = None
        return tuple(shown)

    def _print(self, row: Row) -> None:
        shown = tuple(self._chosen) or self._fitting()
        date = row["time"].partition("T")[0] or self._date
        layout = date, {name: self._widths[name] for name in shown}
        if layout != self._layout:
            self._layout, self._date = layout, date
            self._head(shown)
        cells = (self._cell(name, row).ljust(self._widths[name]) for name in shown)
        self._echo(_GAP.join(cells).rstrip())
        if row["malformed"] and "malformed" not in shown:
            for line in wrap(f"malformed: {row['malformed']}", self._width - len(_INDENT)):
                self._echo(_INDENT + line)

    def _head(self, shown: Sequence[str]) -> None:
        if self._is_begun:
            self._echo("")
        self._is_begun = True
        titles = {name: COLUMNS[name] for name in shown}
        if not self._chosen and self._date:
            titles["time"] = self._date
        self._echo(_GAP.join(titles[name].ljust(self._widths[name]) for name in shown).rstrip())
        self._echo(_GAP.join("-" * self._widths[name] for name in shown))

    def _cell(self, name: str, row: Row) -> str:
        """A value, in short unless the column was asked for: the date stands above."""
        value = row[name]
        if self._chosen:
            return value
        if name == "time":
            return value.partition("T")[2][:-_MICROSECONDS]
        return f"{value}, {row['state']}" if name == "message" and row["state"] else value
