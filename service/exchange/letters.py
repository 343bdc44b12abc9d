"""Links on their way to persons: by mail when there is a server for it, otherwise told to the operator.

The secret stands behind `#`, which browsers keep to themselves: no server and no proxy writes it down.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import EmailMessage
from ipaddress import ip_address
from typing import Final
from urllib.parse import unquote, urlsplit

import aiosmtplib
import structlog

from service.access.links import Link, Purpose
from service.ledger.inviting import Deliver

_log = structlog.stdlib.get_logger()
_PORTS: Final = {"smtp": 587, "smtps": 465}
_SECONDS: Final = 20
_SUBJECTS: Final = {
    Purpose.INVITATION: "Undangan Ikrar / Your invitation to Ikrar",
    Purpose.RESET: "Kata sandi Ikrar / Your Ikrar password",
}
_WORDS: Final = {
    Purpose.INVITATION: """\
Anda diundang memakai Ikrar. Buat kata sandi Anda lewat tautan ini, satu kali saja, dalam tujuh hari:

{address}

You are invited to Ikrar. Set your password by this link, once, within seven days.
""",
    Purpose.RESET: """\
Seseorang, mungkin Anda, meminta kata sandi baru untuk akun ini. Buat lewat tautan ini, satu kali saja,
dalam satu jam; jika bukan Anda, abaikan surat ini:

{address}

Somebody, perhaps you, asked for a new password of this account. Set it by this link, once, within the hour;
if it was not you, do nothing.
""",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """Where letters are handed in (`smtp://` with STARTTLS, or `smtps://`), and who signs them."""

    url: str = field(repr=False)
    sender: str


def address_of(link: Link, site: str) -> str:
    """Where the link leads."""
    return f"{site.rstrip('/')}/sign-in#link={link.secret}"


def letter(link: Link, site: str, sender: str) -> EmailMessage:
    """The words of a mail; a line break in an address is refused by the library."""
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = _SUBJECTS[link.purpose], sender, link.email
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(f"{link.name}\n\n{_WORDS[link.purpose].format(address=address_of(link, site))}")
    return message


def by_mail(server: MailServer, site: str) -> Deliver:
    """Hands letters in; one that cannot be is in the log, without its link."""
    parts = urlsplit(server.url)
    host = parts.hostname or ""

    async def deliver(link: Link) -> bool:
        try:
            await aiosmtplib.send(
                letter(link, site, server.sender),
                hostname=host,
                port=parts.port or _PORTS[parts.scheme],
                username=unquote(parts.username) if parts.username else None,
                password=unquote(parts.password) if parts.password else None,
                use_tls=parts.scheme == "smtps",
                start_tls=parts.scheme == "smtp" and not _is_here(host),
                timeout=_SECONDS,
            )
        except (aiosmtplib.SMTPException, OSError, ValueError) as error:
            _log.error("letter.not_sent", purpose=link.purpose, reason=type(error).__name__)
            return False
        return True

    return deliver


def to_the_operator(tell: Callable[[str], None], site: str) -> Deliver:
    """Tells whoever watches the service to pass the link on."""

    async def deliver(link: Link) -> bool:
        tell(f"tautan untuk / link for {link.email}: {address_of(link, site)}")
        return True

    return deliver


def _is_here(host: str) -> bool:
    """Whether the server runs on this machine, where nobody listens in."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
