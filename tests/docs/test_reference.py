"""The pages of docs/reference are what the code says today."""

import pytest

from tests.docs.reference import FOLDER, PAGES


@pytest.mark.golden
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_up_to_date(name: str) -> None:
    page = FOLDER / f"{name}.md"
    assert page.read_text(encoding="utf-8") == PAGES[name]()


def test_no_page_is_left_over() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == set(PAGES)
