"""Reads one picture and paints it anew; a program for a process of its own (examining.py)."""

import contextlib
import math
from typing import IO, Any, Final

from PIL import ExifTags, Image, ImageOps, MpoImagePlugin, WebPImagePlugin

from service.exchange.evidence.confinement import Finding, FlawError, run
from service.rules.evidence_files import MOST_PIXELS, Flaw

LATE_MODULES: Final = (MpoImagePlugin, WebPImagePlugin)
"""Loaded with this one: later nothing can be."""
_SAVED: Final[dict[str, dict[str, Any]]] = {
    "JPEG": {"quality": 88},
    "PNG": {},
    "WEBP": {"quality": 88, "method": 2},
}


def examine(source: IO[bytes], kept: IO[bytes]) -> Finding:
    """The same picture: nothing comes along but its pixels, upright."""
    try:
        with Image.open(source, formats=[*_SAVED]) as image:
            if image.width * image.height > MOST_PIXELS:
                raise FlawError(Flaw.TOO_MANY_PIXELS)
            kind, place = _kind(image), _place(image)
            clean = _painted(image, kind)
    except Image.DecompressionBombError:
        raise FlawError(Flaw.TOO_MANY_PIXELS) from None
    clean.save(kept, format=kind, **_SAVED[kind])
    return {"media_type": f"image/{kind.lower()}", "place": place}


def _kind(image: Image.Image) -> str:
    """The format; a JPEG with more pictures behind it, as some telephones make them, is a JPEG."""
    return image.format if image.format in _SAVED else "JPEG"


def _painted(image: Image.Image, kind: str) -> Image.Image:
    image.load()
    with contextlib.suppress(Exception):  # of a picture whose EXIF nobody can read no side is up
        ImageOps.exif_transpose(image, in_place=True)
    mode = _mode(image, kind)
    clean = Image.new(mode, image.size)
    clean.paste(image if image.mode == mode else image.convert(mode))
    return clean


def _mode(image: Image.Image, kind: str) -> str:
    if kind != "JPEG" and image.has_transparency_data:
        return "RGBA"
    return "L" if image.mode in {"1", "L"} else "RGB"


def _place(image: Image.Image) -> tuple[float, float] | None:
    """Where it says that it was taken: latitude and longitude; None when it does not, or nonsense."""
    try:
        told = image.getexif().get_ifd(ExifTags.IFD.GPSInfo)
        north = _degrees(told[ExifTags.GPS.GPSLatitude], told[ExifTags.GPS.GPSLatitudeRef], "NS", 90)
        east = _degrees(told[ExifTags.GPS.GPSLongitude], told[ExifTags.GPS.GPSLongitudeRef], "EW", 180)
    except Exception:  # noqa: BLE001 - likewise
        return None
    return north, east


def _degrees(parts: tuple[float, float, float], side: str, sides: str, most: int) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    found = round(degrees + minutes / 60 + seconds / 3600, 6)
    if not (math.isfinite(found) and 0 <= found <= most):
        raise ValueError(parts)
    return -found if sides.index(side) else found


if __name__ == "__main__":
    Image.preinit()
    run(examine)
