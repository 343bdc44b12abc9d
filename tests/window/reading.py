"""A page as its reader takes it: the cells of its tables, its links, and whatever could run or leave."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass(slots=True)
class _Cell:
    marks: str
    words: list[str] = field(default_factory=list[str])


class Page(HTMLParser):
    """A parsed page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.addresses: list[str] = []
        self.lang = ""
        self._rows: list[list[_Cell]] = []
        self._cell: _Cell | None = None
        self.feed(html)

    @property
    def rows(self) -> list[list[str]]:
        """The text of each cell of each row, white space put together."""
        return [[" ".join(" ".join(cell.words).split()) for cell in row] for row in self._rows]

    @property
    def marks(self) -> list[list[str]]:
        """The class of each cell of each row."""
        return [[cell.marks for cell in row] for row in self._rows]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Called by the parser."""
        given = {name: value or "" for name, value in attrs}
        self.tags.add(tag)
        self.attributes |= given.keys()
        self.addresses += [given[name] for name in ("href", "src", "action") if name in given]
        if tag == "html":
            self.lang = given.get("lang", "")
        elif tag == "tr":
            self._rows.append([])
        elif tag in {"td", "th"}:
            self._cell = _Cell(marks=given.get("class", ""))
            self._rows[-1].append(self._cell)

    def handle_endtag(self, tag: str) -> None:
        """Called by the parser."""
        if tag in {"td", "th"}:
            self._cell = None

    def handle_data(self, data: str) -> None:
        """Called by the parser."""
        if self._cell is not None:
            self._cell.words.append(data)
