"""Files that people send, and files that are made to do harm."""

import io
import struct
import zipfile
import zlib

from PIL import ExifTags, Image
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

PLACE = (-0.502778, 117.153611)
"""Samarinda, as the photo below says: 0°30'10"S, 117°9'13"E."""


def painted(kind: str, mode: str = "RGB", size: tuple[int, int] = (64, 48), **more: object) -> bytes:
    """An image whose left half is dark."""
    image = Image.new(mode, size, _WHITE[mode])
    image.paste(_BLACK[mode], (0, 0, size[0] // 2, size[1]))
    file = io.BytesIO()
    image.save(file, kind, **more)
    return file.getvalue()


_WHITE = {"RGB": (240, 240, 240), "RGBA": (240, 240, 240, 128), "L": 240, "P": 1, "CMYK": (0, 0, 0, 9)}
_BLACK = {"RGB": (10, 10, 10), "RGBA": (10, 10, 10, 255), "L": 10, "P": 0, "CMYK": (0, 0, 0, 240)}


def photo() -> bytes:
    """A JPEG as telephones make it: where, by whom, with what, a thumbnail's worth of words, and turned."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    exif[ExifTags.Base.Make] = "Telepon Rahasia"
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    gps[ExifTags.GPS.GPSLatitudeRef] = "S"
    gps[ExifTags.GPS.GPSLatitude] = (0.0, 30.0, 10.0)
    gps[ExifTags.GPS.GPSLongitudeRef] = "E"
    gps[ExifTags.GPS.GPSLongitude] = (117.0, 9.0, 13.0)
    return painted("JPEG", exif=exif.tobytes(), comment=b"Pemilik: Rahasia", xmp=b"<x>Rahasia</x>")


def document() -> bytes:
    """A PDF of one empty page."""
    return _written(_pages())


def _pages() -> PdfWriter:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    return writer


def _written(writer: PdfWriter) -> bytes:
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def document_with_script() -> bytes:
    """It runs a script when it is opened."""
    writer = _pages()
    script = DictionaryObject()
    script[NameObject("/S")] = NameObject("/JavaScript")
    script[NameObject("/JS")] = TextStringObject("app.alert(1)")
    writer.root_object[NameObject("/OpenAction")] = script
    return _written(writer)


def document_with_hidden_script() -> bytes:
    """The same, its names written so that a search for them finds nothing."""
    plain = document_with_script()
    return plain.replace(b"/JavaScript", b"/#4aava#53cript").replace(b"/JS", b"/J#53")


def document_with_attachment() -> bytes:
    """It carries a program."""
    writer = _pages()
    writer.add_attachment("foto.exe", b"MZ")
    return _written(writer)


def locked_document() -> bytes:
    """It is encrypted."""
    writer = _pages()
    writer.encrypt("sandi", algorithm="AES-256")
    return _written(writer)


def archive() -> bytes:
    """A ZIP with a program in it."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as opened:
        opened.writestr("a.class", b"\xca\xfe\xba\xbe")
    return file.getvalue()


def image_of(width: int, height: int) -> bytes:
    """A PNG of some hundred bytes that says that it has so many pixels."""
    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    rows = zlib.compress(b"\0" * 100_000, 9)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in ((b"IHDR", header), (b"IDAT", rows), (b"IEND", b""))
    )


def image_with_bomb_in_a_note() -> bytes:
    """A small PNG; a compressed note in it holds ten megabytes."""
    whole = painted("PNG")
    note = b"zTXtnote\0\0" + zlib.compress(b" " * 10_000_000, 1)
    chunk = struct.pack(">I", len(note) - 4) + note + struct.pack(">I", zlib.crc32(note))
    return whole[:33] + chunk + whole[33:]


def document_with_bomb() -> bytes:
    """A PDF whose objects stand in a stream of a hundred megabytes, packed into a hundredth."""
    objects = zlib.compress(b"2 0 " + b" " * 100_000_000, 1)
    places = zlib.compress(
        b"".join(struct.pack(">BHB", *place) for place in ((0, 0, 0), (1, 9, 0), (2, 1, 0)))
    )
    body = b"%PDF-1.5\n1 0 obj" + _stream(b"/Type/ObjStm/N 1/First 4", objects)
    index = b"3 0 obj" + _stream(b"/Type/XRef/Size 3/W[1 2 1]/Root 2 0 R", places)
    return body + index + b"startxref\n%d\n%%%%EOF\n" % len(body)


def _stream(members: bytes, packed: bytes) -> bytes:
    head = b"<<%s/Length %d/Filter/FlateDecode>>stream\n" % (members, len(packed))
    return head + packed + b"\nendstream endobj\n"


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<html><script>alert(1)</script></html>"
GIF_AND_SCRIPT = b"GIF89a/*" + b"\0" * 300 + b"*/=1;alert(1)"
