"""The line that counts on a terminal, and goes away again."""

from __future__ import annotations

from io import StringIO
from itertools import count

from mipconf.report.counting import Counter


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_on_a_terminal_a_line_counts_and_goes_away() -> None:
    terminal, seconds = Terminal(), count(0, 0.2)
    counter = Counter("frames", terminal, lambda: next(seconds))
    assert list(counter.counting("abcdef", "a.pcap")) == list("abcdef")
    shown = terminal.getvalue().split("\r")
    assert shown[1].startswith("a.pcap: ")
    assert shown[1].endswith(" frames")
    assert shown[-1] == "\x1b[K"


def test_elsewhere_nothing_is_written() -> None:
    elsewhere = StringIO()
    assert list(Counter("frames", elsewhere).counting("abc", "a.pcap")) == list("abc")
    assert elsewhere.getvalue() == ""
