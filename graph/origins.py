"""Whether a page of another site made a browser send a request: browsers say so, programs do not."""

from urllib.parse import urlsplit

_OURS = {b"same-origin", b"none"}
"""`none`: a person typed the address."""


def is_of_this_site(headers: dict[bytes, bytes]) -> bool:
    """Whether this origin, or no page at all, sent it.

    `Sec-Fetch-Site` is said by every browser of today, over HTTPS and on the loopback interface, and no page
    can forge it; `Origin` is what older ones say of what changes something, and compares with `Host`.
    """
    site = headers.get(b"sec-fetch-site")
    if site is not None:
        return site in _OURS
    origin, host = headers.get(b"origin"), headers.get(b"host", b"")
    return origin is None or _place(origin) == host.lower()


def _place(origin: bytes) -> bytes | None:
    try:
        return urlsplit(origin.lower()).netloc
    except ValueError:
        return None
