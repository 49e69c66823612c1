"""The pages of docs/reference are what the code says today."""

import pytest

from mipconf.manual import cited
from mipconf.requirements.catalogue import REQUIREMENTS
from tests.docs.reference import FOLDER, PAGES


@pytest.mark.golden
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_up_to_date(name: str) -> None:
    page = FOLDER / f"{name}.md"
    assert page.read_text(encoding="utf-8") == PAGES[name]()


def test_no_page_is_left_over() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == set(PAGES)


@pytest.mark.parametrize("number", range(1, 50))
def test_a_claim_has_the_title_of_its_requirement(number: int) -> None:
    heading = cited(f"claims#claim-{number}").partition("\n")[0].removeprefix(f"### {number}. ")
    title = REQUIREMENTS[str(number)].title
    assert heading == title[0].upper() + title[1:]
