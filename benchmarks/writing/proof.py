"""That the servers do the same: one report at each before any timing, all rows counted afterwards."""

import asyncio
from collections.abc import Sequence

from benchmarks.reading.load import answer_of
from benchmarks.reading.province import connected
from benchmarks.reading.servers import Server
from benchmarks.writing.asking import request, told
from benchmarks.writing.copies import Copy
from benchmarks.writing.liaisons import MARK, Writer

_KEPT = """
SELECT (SELECT count(*) FROM progress_report WHERE client_key LIKE $1) AS reports,
  (SELECT count(*) FROM evidence JOIN progress_report ON progress_report.id = report_id
    WHERE client_key LIKE $1) AS evidence,
  (SELECT count(*) FROM history JOIN progress_report ON progress_report.id = subject_id
    WHERE client_key LIKE $1 AND history.after ->> 'claimed' IS NOT NULL) AS history,
  (SELECT count(*) FROM outbox JOIN progress_report ON progress_report.id = subject_id
    WHERE client_key LIKE $1) AS outbox,
  (SELECT count(*) FROM idempotency JOIN progress_report ON progress_report.id = result_id
    WHERE key LIKE $1 AND client_key = key) AS keys
"""
_MISCOUNTED = """
SELECT count(*) FROM target JOIN indicator ON indicator.id = indicator_id
WHERE kind = 'QUANTITY' AND over_periods = 'SUM' AND claimed IS DISTINCT FROM (
  SELECT sum(progress_report.quantity) FROM progress_report
  LEFT JOIN verification ON verification.report_id = progress_report.id
  WHERE target_id = target.id AND verification.decision IS DISTINCT FROM 'RETURNED')
  AND EXISTS (SELECT FROM progress_report WHERE target_id = target.id AND client_key LIKE $1)
"""
_UNLINKED = "SELECT count(*) FROM history WHERE id > (SELECT coalesce(max(history_id), 0) FROM history_link)"
_PATIENCE = 60.0
_TICK = 0.1


class DisagreementError(Exception):
    """The servers do not do the same, so there is nothing to compare."""


async def require_agreement(servers: Sequence[Server], writers: Sequence[Sequence[Writer]]) -> None:
    """A report, the same again, and one in another unit: each server says the same to all three."""
    said = [await _said(server, its[0]) for server, its in zip(servers, writers, strict=True)]
    if any(one != said[0] for one in said):
        raise DisagreementError("\n".join(map(str, said)))


async def _said(server: Server, writer: Writer) -> list[dict[str, object]]:
    report = next(writer.reports())
    strange = {**report, "unit": "x", "idempotencyKey": "strange", "clientKey": "strange"}
    asked = (report, report, {**report, "quantity": "77"}, strange)
    answers = [told(await answer_of(request(server, writer.liaison, one))) for one in asked]
    first, again, *refusals = answers
    if "id" not in first or first.pop("id") != again.pop("id", None):
        message = f"{server.peer.title}: {first}, {again}"
        raise DisagreementError(message)
    return [first, again, *refusals]


async def require_all_kept(copy: Copy, sent: int) -> None:
    """Each report that was sent, and so answered, is there once with all that belongs to it, and counted."""
    async with connected(copy.owner_url) as connection:
        (kept,) = await connection.fetch(_KEPT, f"{MARK}%")
        (miscounted,) = await connection.fetch(_MISCOUNTED, f"{MARK}%")
    if set(kept.values()) != {sent} or miscounted[0]:
        message = f"{sent} were sent; {dict(kept)}, miscounted: {miscounted[0]}"
        raise DisagreementError(message)


async def quiet(copy: Copy) -> None:
    """Wait until what goes on behind the requests (the chain of the history) is done too."""
    async with asyncio.timeout(_PATIENCE), connected(copy.owner_url) as connection:
        while (await connection.fetch(_UNLINKED))[0][0]:
            await asyncio.sleep(_TICK)
