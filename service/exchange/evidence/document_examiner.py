"""Reads one PDF and looks for what it would do; a program for a process of its own (examining.py)."""

import os
from collections.abc import Iterator
from itertools import chain
from typing import IO, Final, cast

from pypdf import PdfReader, filters
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject

from service.exchange.evidence.confinement import Finding, FlawError, run
from service.rules.evidence_files import Flaw

LATE_MODULES: Final = (filters,)
"""Loaded with this one: later nothing can be."""
_ACTIVE: Final = {
    *("/JS", "/JavaScript", "/Launch", "/EmbeddedFile", "/EmbeddedFiles", "/EF", "/RichMedia", "/XFA"),
    *("/SubmitForm", "/ImportData", "/GoToE", "/GoToR", "/Rendition", "/Movie", "/Sound", "/3D"),
}
_END: Final = b"%%EOF"
_PADDING: Final = b"\0\t\n\f\r "
_TAIL: Final = 4_096


def examine(source: IO[bytes], _kept: IO[bytes]) -> Finding:
    """A document that only shows itself; it is kept as it is, so that signatures on it stay good."""
    source.seek(max(0, source.seek(0, os.SEEK_END) - _TAIL))
    if not source.read().rstrip(_PADDING).endswith(_END):
        raise FlawError(Flaw.UNREADABLE)
    reader = PdfReader(source, strict=False)
    if reader.is_encrypted:
        raise FlawError(Flaw.ENCRYPTED)
    if not reader.pages:
        raise FlawError(Flaw.UNREADABLE)
    if any(_is_active(part) for thing in _objects(reader) for part in _parts(thing)):
        raise FlawError(Flaw.ACTIVE)
    return {"media_type": "application/pdf", "place": None}


def _objects(reader: PdfReader) -> Iterator[object]:
    yield reader.trailer
    numbers = {number: generation for generation, those in reader.xref.items() for number in those}
    for number in {**numbers, **dict.fromkeys(reader.xref_objStm, 0)}:
        yield reader.get_object(IndirectObject(number, numbers.get(number, 0), reader))


def _parts(thing: object) -> Iterator[object]:
    """Whatever stands inside it, names of members too; not what it only refers to."""
    waiting = [thing]
    while waiting:
        part = waiting.pop()
        yield part
        if isinstance(part, DictionaryObject):
            waiting += chain.from_iterable(cast("dict[object, object]", part).items())
        elif isinstance(part, ArrayObject):
            waiting += cast("list[object]", part)


def _is_active(part: object) -> bool:
    """A name, however it was spelt."""
    return isinstance(part, NameObject) and str(part) in _ACTIVE


if __name__ == "__main__":
    run(examine)
