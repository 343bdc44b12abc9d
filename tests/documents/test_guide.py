"""The guide prints the lifecycle as the rules have it."""

from service.settings import CHECKOUT
from tests.documents.lifecycle_table import lifecycle_table


def test_the_guide_has_the_whole_law_and_nothing_else() -> None:
    text = (CHECKOUT / "docs" / "guide.md").read_text()
    _, _, after = text.partition("<!-- lifecycle -->\n")
    printed, _, _ = after.partition("<!-- /lifecycle -->")
    assert printed == lifecycle_table()
