"""The manual by citation: what an anchor stands for, and that all that is cited is there."""

import re
from pathlib import Path

import pytest

from mipconf.cli import main
from mipconf.errors import ConfigError
from mipconf.manual import Page, cited, folder, pages, plain

CHECKOUT = Path(__file__).parents[1]
PAGE = Page(
    "page",
    Path("page.md"),
    """\
# Title of `it`

<a id="1"></a>
## 1. First, with an anchor

Text of the first.

<a id="topic"></a>
**Topic.** Text of the topic.

```text
# no heading <a id="no-anchor"></a>
```

### Deeper

| key | value |
|---|---|
| <a id="row"></a>a | one |
| b | two |

- <a id="item"></a>An item
  of two lines.
- Another item.

Text of the deeper.

## Second

The last.
""",
)


def test_a_page_names_itself_and_its_anchors() -> None:
    assert PAGE.title == "Title of it"
    assert PAGE.anchors == {
        "title-of-it",
        "1",
        "1-first-with-an-anchor",
        "topic",
        "deeper",
        "row",
        "item",
        "second",
    }


@pytest.mark.parametrize(
    ("anchor", "first", "last"),
    [
        ("title-of-it", "# Title of `it`", "The last."),
        ("1", "## 1. First, with an anchor", "Text of the deeper."),
        ("1-first-with-an-anchor", "## 1. First, with an anchor", "Text of the deeper."),
        ("topic", "**Topic.** Text of the topic.", "```"),
        ("deeper", "### Deeper", "Text of the deeper."),
        ("row", "| key | value |", "| a | one |"),
        ("item", "- An item", "  of two lines."),
        ("second", "## Second", "The last."),
    ],
)
def test_the_section_of_an_anchor(anchor: str, first: str, last: str) -> None:
    lines = PAGE.section(anchor).splitlines()
    assert (lines[0], lines[-1]) == (first, last)
    assert not any("<a id=" in line for line in lines if "no-anchor" not in line)


def test_an_anchor_that_is_not_there() -> None:
    with pytest.raises(KeyError):
        PAGE.section("no-anchor")


@pytest.mark.parametrize("citation", ["protocol#5-4", "docs/protocol.md#5-4"])
def test_a_citation_in_both_spellings(citation: str) -> None:
    text = cited(citation)
    assert text.startswith("### 5.4 Registration\n")
    assert "multicasts a Binding Update" in text
    assert "### 5.5" not in text


@pytest.mark.parametrize(
    ("citation", "named"),
    [
        ("docs/nowhere.md", r"no page 'nowhere': the pages are .*claims.*protocol"),
        ("protocol#9", r"'protocol' has no section '9': it has .*, 5-3-dropping, 5-4, 5-4-"),
    ],
)
def test_a_citation_of_nothing_says_what_there_is(citation: str, named: str) -> None:
    with pytest.raises(ConfigError, match=named):
        cited(citation)


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ('<a id="x"></a>\n### 5.4 Title\nText.', "5.4 Title. Text."),
        ("| key | value |\n|---|---|\n| a | b |", "key: value a: b"),
        ("as for [claim 8](#claim-8),\n*once*", "as for claim 8, once"),
        ("- **Bold.** `code` and 2 * 3 * 4", "Bold. code and 2 * 3 * 4"),
    ],
)
def test_plain(markdown: str, words: str) -> None:
    assert plain(markdown) == words


def test_the_command_says_where_the_pages_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["docs"]) == 0
    first, *lines = capsys.readouterr().out.splitlines()
    assert Path(first) == folder() == CHECKOUT / "docs"
    assert [line.split(maxsplit=1) for line in lines] == [[p.name, p.title] for p in pages()]
    assert "protocol The protocol: MIPHAR (normative)" in (" ".join(line.split()) for line in lines)


def test_the_command_prints_a_section(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["docs", "claims#claim-8"]) == 0
    assert capsys.readouterr().out == cited("claims#claim-8")
    assert main(["docs", "claims#claim-56"]) == 2
    assert "no section 'claim-56'" in capsys.readouterr().err


def cited_in_code() -> dict[str, set[str]]:
    """Each citation of a page with an anchor, and the files that it is in."""
    found: dict[str, set[str]] = {}
    for root in ("mipconf", "layers", "testcases", "tests", "captures"):
        for path in (CHECKOUT / root).rglob("*.py"):
            for citation in re.findall(r"\bdocs/[\w/-]+\.md#[\w-]+", path.read_text()):
                found.setdefault(citation, set()).add(str(path.relative_to(CHECKOUT)))
    return found


def test_each_citation_in_the_code_is_of_a_section_that_is_there() -> None:
    named = {f"docs/{page.name}.md#{anchor}" for page in pages() for anchor in page.anchors}
    assert not {c: sorted(files) for c, files in cited_in_code().items() if c not in named}
