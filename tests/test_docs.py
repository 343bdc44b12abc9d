"""What the documents promise is there: links, settings, verbs; and decisions stay short enough to be read."""

import re
from pathlib import Path

import pytest
from typer.main import get_group

import service.settings
from graph.errors import Code
from service.__main__ import command_line
from service.access.tokens import ROLE_OF_SCOPE
from service.rules.lifecycle import WHO_EVER_MAY
from service.rules.standing import Standing
from service.settings import CHECKOUT

_DOCUMENTS = sorted([*CHECKOUT.glob("*.md"), *CHECKOUT.glob("docs/**/*.md")])
_DECISIONS = sorted(CHECKOUT.glob("docs/decisions/*.md"))
_ROLES = CHECKOUT / "docs/roles.md"
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


def test_the_roles_page_says_what_the_law_says() -> None:
    standings = (
        Standing.LEAD_LIAISON,
        Standing.PARTNER_LIAISON,
        Standing.SECRETARIAT,
        Standing.INDEPENDENT_SECRETARIAT,
    )
    told = re.findall(r"^\| `([A-Z_]+)` [^|]+((?:\| (?:ya|-) ){4})\|$", _ROLES.read_text(), re.MULTILINE)
    said = {action: tuple(word == "ya" for word in re.findall(r"ya|-", cells)) for action, cells in told}
    law = {str(action): tuple(one in who for one in standings) for action, who in WHO_EVER_MAY.items()}
    assert said == law


def test_the_roles_page_names_every_scope_with_its_role() -> None:
    told = dict(re.findall(r"^\| `([a-z]+)` \| `([A-Z]+)` \|", _ROLES.read_text(), re.MULTILINE))
    assert told == {scope: role.value for scope, role in ROLE_OF_SCOPE.items()}


def test_the_api_page_names_the_closed_list_of_codes() -> None:
    page = (CHECKOUT / "docs/api.md").read_text()
    listed = re.search(r"comes from a closed list: ((?:.+\n)+)", page)
    assert listed is not None
    told = re.findall(r"`([A-Z_]+)`", listed[1])
    assert told == [str(code) for code in Code]


def test_every_threat_has_a_control_and_tests_that_are_there() -> None:
    page = (CHECKOUT / "docs/security.md").read_text()
    tables = re.findall(r"^\| threat \| control \| test \|\n\|[-|]+\n((?:\|.*\n)+)", page, re.MULTILINE)
    rows = [[cell.strip() for cell in row.split(" | ")] for table in tables for row in table.splitlines()]
    assert len(rows) > 20
    assert [row for row in rows if len(row) != 3 or not all(cell.strip("| ") for cell in row)] == []
    named = [name for _, _, cell in rows for name in cell.strip("| ").split(", ")]
    missing = [name for name in named if not _is_a_test(name.strip("`"))]
    assert missing == []


def _is_a_test(name: str) -> bool:
    file, _, function = name.partition("::")
    path = CHECKOUT / "tests" / file
    source = path.read_text() if path.is_file() else ""
    return re.search(rf"^(async )?def {function}\(", source, re.MULTILINE) is not None
