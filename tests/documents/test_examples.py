"""The examples of the other documents: each is answered without an error, and as the page says."""

from pathlib import Path

import orjson

from service.settings import CHECKOUT
from tests.documents.conftest import Visitor
from tests.documents.steps import Holes, steps_of

_PAGES = [
    page
    for page in sorted([CHECKOUT / "README.md", *CHECKOUT.glob("docs/*.md")])
    if page.name not in {"walk-through.md", "rakor.md"}
]


async def test_every_example_is_answered_as_its_page_says(visitor: Visitor) -> None:
    tried = 0
    for page in _PAGES:
        holes = Holes()
        for step in steps_of(page):
            found = await visitor.ask(step.who, step.question, holes.filled(step.variables))
            _check(page, step.question, holes, step.answer, found)
            tried += 1
    assert tried > 5


def _check(page: Path, question: str, holes: Holes, answer: str | None, found: dict[str, object]) -> None:
    where = f"{page.name}: {question}"
    assert "errors" not in found, f"{where}\n{found}"
    if answer is not None:
        expected = {"data": orjson.loads(answer)}
        assert holes.told(expected, found) == expected, where
