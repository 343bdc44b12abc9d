"""Puts a report into a page, between the two marks that stand there for it."""

from pathlib import Path


def put_between(page: Path, name: str, report: str) -> None:
    """In the stead of the report that was there before."""
    start, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    before, _, rest = page.read_text().partition(start)
    _, _, after = rest.partition(end)
    page.write_text(f"{before}{start}\n{report}\n{end}{after}")
