"""The sources of the client keep the house's rules: sizes, two languages, nothing from elsewhere."""

import re
from pathlib import Path

import pytest

from graph.client.files import SOURCES

_CODE = sorted((SOURCES / "src").rglob("*.ts*"))
_STYLES = sorted((SOURCES / "src").rglob("*.css"))
_MOST_LINES = 300
_WORDS = re.compile(
    r"^\s+([A-Z][a-z]{2,}[A-Za-z ,.!?]*)$|<\w+[^<>]*>([A-Za-z][A-Za-z ,.!?]{2,})</", re.MULTILINE
)
_NAMES = {"Ikrar", "Ctrl+K"}
_PAIR = re.compile(r"^  \w+: \[\s*(\"(?:[^\"\\]|\\.)*\"),\s*(\"(?:[^\"\\]|\\.)*\")[,\s]*\],", re.MULTILINE)
_HOLE = re.compile(r"\{\w+\}")


@pytest.mark.parametrize("file", [*_CODE, *_STYLES], ids=lambda file: str(file.relative_to(SOURCES)))
def test_a_file_fits_on_a_few_screens_and_says_what_it_is(file: Path) -> None:
    text = file.read_text()
    assert len(text.splitlines()) <= _MOST_LINES
    assert file.suffix == ".css" or text.startswith("/**")


@pytest.mark.parametrize("file", _CODE, ids=lambda file: str(file.relative_to(SOURCES)))
def test_no_screen_speaks_one_language_alone(file: Path) -> None:
    markup = _WORDS.findall(file.read_text()) if file.suffix == ".tsx" else []
    assert {line or inline for line, inline in markup} - _NAMES == set()


@pytest.mark.parametrize("file", _CODE, ids=lambda file: str(file.relative_to(SOURCES)))
def test_both_languages_are_told_the_same_facts(file: Path) -> None:
    for indonesian, english in _PAIR.findall(file.read_text()):
        assert sorted(_HOLE.findall(indonesian)) == sorted(_HOLE.findall(english)), indonesian


@pytest.mark.parametrize("file", [*_CODE, *_STYLES], ids=lambda file: str(file.relative_to(SOURCES)))
def test_nothing_comes_from_elsewhere_and_nothing_is_markup_from_text(file: Path) -> None:
    text = file.read_text()
    assert (
        re.findall(r"https?://|@import|innerHTML|dangerouslySetInnerHTML|\beval\(|new Function", text) == []
    )
