"""Reads the steps of a document: a question in a block of GraphQL, its variables and its answer in JSON.

Words in capitals that begin with $ stand for what differs each time, such as ids: where an answer first has
one it takes the value that is there, and everywhere after it is that value. `"…"` stands for any value.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast

import orjson

_BLOCK: Final = re.compile(r"^```(graphql|json) ?(.*?)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_HOLE: Final = re.compile(r"\$[A-Z][A-Z0-9_]*\Z")


@dataclass(slots=True, kw_only=True)
class Step:
    """A question of somebody's, and what the document says about it."""

    who: str
    question: str
    variables: str = "{}"
    answer: str | None = None


def steps_of(document: Path) -> list[Step]:
    """The steps, in order. The words behind the language say who asks, or what the JSON is."""
    steps: list[Step] = []
    for language, words, text in _BLOCK.findall(document.read_text()):
        if language == "graphql":
            steps.append(Step(who=words or "publik", question=text))
        elif words == "variables":
            steps[-1].variables = text
        elif words == "answer":
            steps[-1].answer = text
    return steps


class Holes:
    """What the words in capitals stand for, as far as is known."""

    def __init__(self) -> None:
        self._known: dict[str, object] = {}

    def know(self, hole: str, value: object) -> None:
        """Say what a word stands for."""
        self._known[hole] = value

    def filled(self, text: str) -> dict[str, Any]:
        """The variables of a step."""
        return cast("dict[str, Any]", self._fill(orjson.loads(text)))

    def _fill(self, value: object) -> object:
        match value:
            case dict():
                return {key: self._fill(each) for key, each in cast("dict[str, object]", value).items()}
            case list():
                return [self._fill(each) for each in cast("list[object]", value)]
            case str() if _HOLE.match(value):
                return self._known[value]
            case _:
                return value

    def told(self, expected: object, found: object) -> object:
        """What was found, in the words of what was expected, so that both can be compared."""
        match expected, found:
            case dict(), dict():
                wanted = cast("dict[str, object]", expected)
                seen = cast("dict[str, object]", found)
                return {key: self.told(wanted.get(key), each) for key, each in seen.items()}
            case list(), list():
                wanted_list, seen_list = cast("list[object]", expected), cast("list[object]", found)
                pairs = zip(wanted_list, seen_list, strict=False)
                rest = seen_list[len(wanted_list) :]
                return [*(self.told(one, other) for one, other in pairs), *rest]
            case "…", _:
                return expected
            case str(), _ if _HOLE.match(expected) and self._known.setdefault(expected, found) == found:
                return expected
            case _:
                return found
