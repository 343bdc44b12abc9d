"""The writers: reports, twins of reports, and edits; each keeps sending the same key until it is told."""

import asyncio
import hashlib
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from benchmarks.campaign.ground import UNIT, WORKED_ON, Ground
from benchmarks.campaign.journal import Ack, Journal, Report
from benchmarks.campaign.phone import Phone, Told, UnknownOutcomeError

_REPORT: Final = """
mutation ($input: ReportProgressInput!) { done: reportProgress(input: $input) { __typename
  ... on ReportProgressPayload { isReplay report { id } } ... on Problem { code message path } } }
"""
_REVISE: Final = """
mutation ($input: RevisePledgeInput!) { done: revisePledge(input: $input) { __typename
  ... on RevisePledgePayload { isReplay pledge { id } } ... on Problem { code message path } } }
"""
_READ: Final = "query ($id: ID!) { pledge(by: {id: $id}) { version conditions } }"
_PAUSE_SECONDS: Final = (0.1, 0.3)
_REPEATED: Final = 0.1
"""The share of reports that a phone sends again although it was told."""
EDITS: Final = 20
"""Of each editor: all marks together have to fit into a text of 2000 characters."""


@dataclass(slots=True, kw_only=True)
class Load:
    """What the writers work with, and until when."""

    address: str
    ground: Ground
    journal: Journal
    seed: str
    writers: int
    stopping: asyncio.Event = field(default_factory=asyncio.Event)

    def phone(self, *, is_office: bool = False) -> Phone:
        """A connection for one writer."""
        token = self.ground.secretariat if is_office else self.ground.liaison
        return Phone(self.address, token, self.journal)

    def chance(self, name: object) -> random.Random:
        """The random numbers of one writer, the same for the same seed."""
        return random.Random(f"{self.seed} {name}")

    def report(self, key: str, chance: random.Random) -> Report:
        """A new report, noted as sent."""
        target = chance.choice(self.ground.targets)
        report = Report(key=key, target=target, quantity=chance.randint(1, 99))
        self.journal.sent[key] = report
        return report


async def reporters(load: Load) -> None:
    """Writers of reports, all at once, until told to stop; then each still hears about its last one."""
    await asyncio.gather(*(_reporter(load, number) for number in range(load.writers)))


async def _reporter(load: Load, number: int) -> None:
    phone, chance = load.phone(), load.chance(number)
    mine: list[Report] = []
    while not load.stopping.is_set():
        report = load.report(f"w{number}-{len(mine)}", chance)
        await _until_told(load, phone, report, report.key)
        mine.append(report)
        if chance.random() < _REPEATED:
            # Within days by both keys, or after months, when only the phone's own is still known.
            again = chance.choice(mine)
            await _until_told(load, phone, again, chance.choice([again.key, f"{again.key}-late"]))
    await phone.close()


async def twins(load: Load, rounds: int = 40) -> None:
    """Pairs of writers that send the same report at the same moment, and once more after they were told."""
    await asyncio.gather(*(_pair(load, number, rounds) for number in range(max(1, load.writers // 2))))


async def _pair(load: Load, number: int, rounds: int) -> None:
    phones, chance = [load.phone(), load.phone()], load.chance(number)
    for turn in range(rounds):
        report = load.report(f"t{number}-{turn}", chance)
        await asyncio.gather(*(_until_told(load, phone, report, report.key) for phone in phones))
        await _until_told(load, phones[0], report, report.key)
        if turn % 4 == 0:
            await asyncio.gather(
                *(_until_told(load, phone, report, f"{report.key}-late") for phone in phones)
            )
            await _refused(load, phones[1], report)
    await asyncio.gather(*(phone.close() for phone in phones))


async def _refused(load: Load, phone: Phone, report: Report) -> None:
    """The same key with another content is no replay: it is refused, and changes nothing."""
    other = Report(key=report.key, target=report.target, quantity=report.quantity + 1)
    told = await _persistently(lambda: phone.ask(_REPORT, input=_input(other, report.key)))
    if told.data["done"].get("code") != "IDEMPOTENCY_KEY_REUSED":
        load.journal.wrong.append(f"{report.key} with other content: {told.data['done']}")


async def _until_told(load: Load, phone: Phone, report: Report, idempotency_key: str) -> None:
    told = await _persistently(lambda: phone.ask(_REPORT, input=_input(report, idempotency_key)))
    done: dict[str, Any] = told.data["done"] or {}
    if "report" not in done:
        load.journal.wrong.append(f"{report.key}: {done}")
        return
    load.journal.acks.append(
        Ack(
            key=report.key,
            report=done["report"]["id"].removeprefix("report_"),
            is_replay=done["isReplay"],
            asked_at=told.asked_at,
            told_at=told.told_at,
        )
    )


async def _persistently(ask: Callable[[], Any]) -> Told:
    """As a phone does: the same again, until somebody tells."""
    while True:
        try:
            return await ask()
        except UnknownOutcomeError:
            await asyncio.sleep(random.uniform(*_PAUSE_SECONDS))


def _input(report: Report, idempotency_key: str) -> dict[str, object]:
    digest = hashlib.sha256(report.key.encode()).hexdigest()
    return {
        "targetId": report.target,
        "unit": UNIT,
        "quantity": str(report.quantity),
        "effectiveOn": WORKED_ON,
        "narrative": report.key,
        "clientKey": report.key,
        "idempotencyKey": idempotency_key,
        "evidence": [{"title": "Foto", "url": f"https://example.go.id/{report.key}.jpg", "sha256": digest}],
    }


async def editors(load: Load) -> None:
    """Editors of one text: each reads it, adds its mark, and writes it back to the version that it read."""
    await asyncio.gather(*(_editor(load, number) for number in range(load.writers)))


async def _editor(load: Load, number: int) -> None:
    phone = load.phone(is_office=True)
    for turn in range(EDITS):
        mark = f"e{number}-{turn}"
        load.journal.sent[mark] = Report(key=mark, target=load.ground.edited, quantity=1)
        attempt = 0
        while not await _edited(load, phone, mark, f"{mark}-{attempt}"):
            attempt += 1
    await phone.close()


async def _edited(load: Load, phone: Phone, mark: str, key: str) -> bool:
    """Whether the edit is in; a stale one is to be made anew, on what is there now."""
    pledge = load.ground.edited
    read = (await _persistently(lambda: phone.ask(_READ, id=pledge))).data["pledge"]
    edit = {
        "pledgeId": pledge,
        "expectedVersion": read["version"],
        "conditions": f"{read['conditions'] or ''} {mark}".strip(),
        "idempotencyKey": key,
    }
    told = await _persistently(lambda: phone.ask(_REVISE, input=edit))
    done: dict[str, Any] = told.data["done"] or {}
    if done.get("code") == "STALE":
        return False
    if "pledge" not in done:
        load.journal.wrong.append(f"{mark}: {done}")
        return True
    ack = Ack(
        key=mark, report=pledge, is_replay=done["isReplay"], asked_at=told.asked_at, told_at=told.told_at
    )
    load.journal.acks.append(ack)
    return True
