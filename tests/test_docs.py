"""What the documents promise is there: links, settings, verbs; and decisions stay short enough to be read."""

import re
from pathlib import Path

import pytest
from typer.main import get_group

import service.settings
from service.__main__ import command_line
from service.settings import CHECKOUT

_DOCUMENTS = sorted([*CHECKOUT.glob("*.md"), *CHECKOUT.glob("docs/**/*.md")])
_DECISIONS = sorted(CHECKOUT.glob("docs/decisions/*.md"))
_LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")


@pytest.mark.parametrize("document", _DOCUMENTS, ids=lambda path: str(path.relative_to(CHECKOUT)))
def test_every_link_to_a_file_leads_somewhere(document: Path) -> None:
    targets = _LINK.findall(document.read_text())
    assert [target for target in targets if not (document.parent / target).exists()] == []


@pytest.mark.parametrize("decision", _DECISIONS, ids=lambda path: path.stem)
def test_a_decision_is_its_title_and_fits_a_screen(decision: Path) -> None:
    lines = decision.read_text().splitlines()
    assert lines[0].startswith("# ")
    assert len(lines) <= 25


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = [int(decision.name[:4]) for decision in _DECISIONS]
    assert numbers == list(range(1, len(numbers) + 1))


def test_every_setting_is_in_the_operations_page() -> None:
    source = Path(service.settings.__file__).read_text()
    read = set(re.findall(r'environ(?:\.get\(|, )"([A-Z_]+)"', source))
    told = set(re.findall(r"^\| `([A-Z_]+)` \|", (CHECKOUT / "docs/operations.md").read_text(), re.MULTILINE))
    assert read == told


def test_every_verb_is_named_in_the_documents() -> None:
    verbs = get_group(command_line([])).commands
    words = " ".join(document.read_text() for document in _DOCUMENTS)
    assert sorted(verb for verb in verbs if f"run {verb}" not in words) == []
