"""How the ledger stands, and whether a service answers where it should."""

import asyncio
import http.client
from urllib.parse import urlsplit

import httpx2

from service.database import Database
from service.doctor.findings import Finding, doubtful, ill, judged, well
from service.ledger.rollup.building import is_built
from service.ledger.stand import Stand, stand_of
from service.settings import Settings

_PATIENCE = 3.0
_MOST_SECONDS = 60.0


async def of_ledger(database: Database, settings: Settings, *, is_served: bool) -> list[Finding]:
    """Of what happens behind the writers."""
    stand = await stand_of(database)
    if stand is None:
        return [ill("ledger", "tidak dapat dibaca / cannot be read")]
    async with database.reading() as session:
        has_rollup = await is_built(session)
    words = "belum dibangun; jalankan ./run migrate / is not built; run ./run migrate"
    return [
        *_sealing(stand, settings, is_served=is_served),
        judged(
            "outbox",
            f"{stand.outbox_held_back_events} peristiwa tertahan transaksi lama; lihat pg_stat_activity "
            "/ events are held back by an old transaction; see pg_stat_activity",
            is_well=not stand.outbox_held_back_events,
        ),
        judged("rollup", words, is_well=has_rollup),
    ]


def _sealing(stand: Stand, settings: Settings, *, is_served: bool) -> list[Finding]:
    rows, links = stand.history_unlinked_rows, stand.history_unsealed_links
    is_late = stand.history_unlinked_seconds > _MOST_SECONDS
    is_unsealed = bool(links and settings.seal_key_file is not None and not rows)
    if not (is_late or is_unsealed):
        return [well("seals")]
    words = f"{rows} perubahan, {links} mata rantai belum disegel / changes, links are not sealed"
    if not is_served:
        return [doubtful("seals", f"{words}; nyalakan layanan / start the service")]
    return [ill("seals", f"{words}; cari ledger.not_tended di log / look for ledger.not_tended in the log")]


async def is_served_at(settings: Settings) -> bool:
    """Whether a service answers where this one would listen."""
    return await asyncio.to_thread(_answers, settings.host, settings.port)


def _answers(host: str, port: int) -> bool:
    connection = http.client.HTTPConnection(host, port, timeout=_PATIENCE)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.client.OK
    except OSError:
        return False
    finally:
        connection.close()


async def of_proxy(settings: Settings) -> list[Finding]:
    """What the world gets at PUBLIC_URL: a certificate that is good, and word of HSTS."""
    if urlsplit(settings.public_url or "").scheme != "https":
        return []
    try:
        async with httpx2.AsyncClient(timeout=_PATIENCE) as client:
            answer = await client.get(f"{settings.public_url}/healthz")
    except (httpx2.HTTPError, OSError) as error:
        kind = type(error).__name__
        return [
            doubtful("proxy", f"{settings.public_url} tidak menjawab ({kind}) / does not answer ({kind})")
        ]
    words = (
        "meneruskan X-Forwarded-Proto dan sebut di TRUSTED_PROXIES: HSTS belum dikirim "
        "/ let it send X-Forwarded-Proto and name it in TRUSTED_PROXIES: HSTS is not sent"
    )
    return [judged("proxy", words, is_well="strict-transport-security" in answer.headers)]
