"""docs/vendor-format.md quotes the codec that the tests have; that the page can be followed, and
that its commands print what is shown, is held with the other pages."""

from tests.docs.pages import CHECKOUT, blocks

PAGE = "docs/vendor-format.md"
ACME = CHECKOUT / "tests" / "secondformat"


def test_python_is_quoted_from_the_module() -> None:
    module = (ACME / "acme.py").read_text()
    quoted = [b.text for b in blocks(PAGE) if b.kind == "python" and b.file is None]
    assert len(quoted) > 5
    for text in quoted:
        assert text in module


def test_the_profile_is_the_one_that_lies_beside_it() -> None:
    assert (ACME / "acme.toml").read_text() in [b.text for b in blocks(PAGE) if b.kind == "toml"]
