"""What is kept of what is sent: pictures painted anew, documents as they are, and nothing of others."""

import io
import subprocess
import sys
import zipfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pytest
from PIL import Image

from service.exchange.evidence.confinement import FlawError
from service.exchange.evidence.examining import Examiners
from service.settings import CHECKOUT
from tests.evidence import samples


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What is found in a file, and what is kept of it."""

    media_type: str
    place: tuple[float, float] | None
    kept: bytes

    @property
    def image(self) -> Image.Image:
        """The picture that is kept."""
        return Image.open(io.BytesIO(self.kept))


Examine = Callable[[bytes], Awaitable[Found | str]]


@pytest.fixture
def examine(tmp_path: Path) -> Examine:
    """What is found in some content, or the flaw of it."""

    async def examined(content: bytes) -> Found | str:
        path = tmp_path / "one.part"
        path.write_bytes(content)
        try:
            found = await Examiners().examine(path)
        except FlawError as error:
            return error.flaw.value
        return Found(media_type=found.media_type, place=found.place, kept=found.kept.read_bytes())

    return examined


async def _kept(examine: Examine, content: bytes) -> Found:
    found = await examine(content)
    assert isinstance(found, Found), found
    return found


async def test_of_a_photo_its_pixels_are_kept_upright_and_nothing_else(examine: Examine) -> None:
    photo = samples.photo()
    found = await _kept(examine, photo)
    assert found.place == samples.PLACE
    with found.image as image:
        assert (image.format, image.size, image.mode) == ("JPEG", (48, 64), "RGB")
        assert dict(image.getexif()) == {}
        assert image.info.keys() == {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        # Turned by a quarter, the dark half is on top.
        shades = [cast("tuple[int, ...]", image.getpixel(at))[0] for at in ((24, 8), (24, 56))]
    assert [shade < 60 for shade in shades] == [True, False]
    assert [word in photo for word in (b"Rahasia", b"Exif")] == [True, True]
    assert [word in found.kept for word in (b"Rahasia", b"Exif")] == [False, False]


@pytest.mark.parametrize(
    "content, kept_as",
    [
        (samples.painted("PNG", "RGBA"), ("image/png", "RGBA")),
        (samples.painted("PNG", "P"), ("image/png", "RGB")),
        (samples.painted("PNG", "L"), ("image/png", "L")),
        (samples.painted("WEBP", "RGBA"), ("image/webp", "RGBA")),
        (samples.painted("JPEG", "CMYK"), ("image/jpeg", "RGB")),
    ],
    ids=["png with transparency", "png by palette", "grey png", "webp", "jpeg for print"],
)
async def test_pictures_stay_what_they_are(
    examine: Examine, content: bytes, kept_as: tuple[str, str]
) -> None:
    found = await _kept(examine, content)
    with found.image as image:
        assert (found.media_type, image.mode, image.size) == (*kept_as, (64, 48))
    assert found.place is None


async def test_a_document_is_kept_to_the_byte(examine: Examine) -> None:
    found = await _kept(examine, samples.document())
    assert found == Found(media_type="application/pdf", place=None, kept=samples.document())


@pytest.mark.parametrize(
    "content",
    [
        *(samples.SVG, samples.HTML, samples.GIF_AND_SCRIPT, samples.archive(), b"\0"),
        *(b"\n" + samples.document(), b"BM" + b"\0" * 60),
    ],
    ids=lambda content: repr(content[:8]),
)
async def test_what_begins_as_nothing_on_the_list_is_refused(examine: Examine, content: bytes) -> None:
    assert await examine(content) == "NOT_LISTED"


@pytest.mark.parametrize(
    "content, flaw",
    [
        (samples.document_with_script(), "ACTIVE"),
        (samples.document_with_hidden_script(), "ACTIVE"),
        (samples.document_with_attachment(), "ACTIVE"),
        (samples.locked_document(), "ENCRYPTED"),
        (samples.document() + samples.archive(), "UNREADABLE"),
        (samples.document()[:-60], "UNREADABLE"),
        (b"%PDF-1.7\n" + samples.HTML + b"\n%%EOF", "UNREADABLE"),
        (samples.document_with_bomb, "UNREADABLE"),
        (samples.photo()[:-60], "UNREADABLE"),
        (samples.painted("PNG")[:-30], "UNREADABLE"),
        (b"\xff\xd8\xff" + samples.HTML, "UNREADABLE"),
        (samples.image_with_bomb_in_a_note, "UNREADABLE"),
        (samples.image_of(50_000, 50_000), "TOO_MANY_PIXELS"),
        (samples.image_of(50_001, 1_000), "TOO_MANY_PIXELS"),
        (samples.image_of(50_000, 1_000), "UNREADABLE"),
    ],
    ids=[
        *("script", "hidden script", "attachment", "locked", "and archive", "cut", "page in a document"),
        *("packed objects", "photo cut", "png cut", "page in a photo", "packed note", "2500 Mpx"),
        *("50 Mpx and some", "50 Mpx and no content"),
    ],
)
async def test_what_pretends_or_would_cost_too_much_is_refused(
    examine: Examine, content: bytes | Callable[[], bytes], flaw: str
) -> None:
    assert await examine(content if isinstance(content, bytes) else content()) == flaw


async def test_a_picture_that_is_also_an_archive_is_only_a_picture_afterwards(examine: Examine) -> None:
    both = samples.photo() + samples.archive()
    assert zipfile.is_zipfile(io.BytesIO(both))
    found = await _kept(examine, both)
    assert not zipfile.is_zipfile(io.BytesIO(found.kept))


async def test_a_picture_that_is_also_a_page_is_only_a_picture_afterwards(examine: Examine) -> None:
    both = samples.painted("JPEG", comment=b"*/" + samples.HTML + b"/*")
    found = await _kept(examine, both)
    assert b"script" not in found.kept


@pytest.mark.parametrize(
    "deed, ending",
    [
        ("open('/etc/hostname')", "Too many open files"),
        ("socket.socket()", "Too many open files"),
        ("os.pipe()", "Too many open files"),
        ("bytearray(2_000_000_000)", "MemoryError"),
        ("os.write(1, b'x' * 70_000_000)", "File too large"),
    ],
)
def test_whatever_takes_over_the_examiner_can_do_little(deed: str, ending: str, tmp_path: Path) -> None:
    confined = "import os, socket\nfrom service.exchange.evidence.confinement import confine\nconfine()"
    program = f"{confined}\n{deed}; {deed}"
    with (tmp_path / "written").open("wb") as written:
        done = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-P", "-c", program],
            stdout=written,
            stderr=subprocess.PIPE,
            env={"PYTHONPATH": str(CHECKOUT)},
            check=False,
        )
    assert done.returncode == 1
    assert ending in done.stderr.decode().splitlines()[-1]
