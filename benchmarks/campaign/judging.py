"""The comparison: what was acknowledged against what is there. Pure; a finding is a broken promise."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from benchmarks.campaign.journal import Ack, Report


class Fault(StrEnum):
    """How a promise can be broken."""

    LOST = "lost"
    DOUBLED = "doubled"
    FOREIGN = "foreign"
    CHANGED = "changed"
    TWO_IDS = "two ids"
    TRAIL = "trail"
    SUM = "sum"
    VERSIONS = "versions"
    MISSED = "missed"
    LATE = "late"
    WRONG_ANSWER = "wrong answer"
    SILENT_REPLAY = "silent replay"
    LEDGER = "ledger"
    LEFT_BEHIND = "left behind"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One broken promise, and of what."""

    fault: Fault
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A report as the table has it. `mark` is its narrative, which the writers make out of the key."""

    id: str
    client_key: str | None
    mark: str | None
    target: str
    quantity: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A target as the table has it."""

    id: str
    claimed: Decimal | None
    version: int


def reports(sent: Mapping[str, Report], acks: Sequence[Ack], rows: Sequence[Row]) -> list[Finding]:
    """Every acknowledged report once, by the id that was told, as it was sent; nothing that nobody sent."""
    found: list[Finding] = []
    told: dict[str, set[str]] = {}
    for ack in acks:
        told.setdefault(ack.key, set()).add(ack.report)
    there = {row.id for row in rows}
    for key, ids in told.items():
        if len(ids) > 1:
            found.append(Finding(fault=Fault.TWO_IDS, what=f"{key}: {', '.join(sorted(ids))}"))
        found += [Finding(fault=Fault.LOST, what=f"{key}: {lost}") for lost in sorted(ids - there)]
    times = Counter(row.mark for row in rows)
    found += [Finding(fault=Fault.DOUBLED, what=f"{key}: {n} rows") for key, n in times.items() if n > 1]
    for row in rows:
        report = sent.get(row.mark or "")
        if report is None:
            found.append(Finding(fault=Fault.FOREIGN, what=row.id))
        elif (row.client_key, row.target, row.quantity) != (report.key, report.target, report.quantity):
            found.append(Finding(fault=Fault.CHANGED, what=f"{report.key}: {row}"))
    return found


def trail(name: str, rows: Collection[str], entries: Iterable[str]) -> list[Finding]:
    """Each report has one entry in a trail (history, outbox), and no entry is of one that is not there."""
    times = Counter(entries)
    wanted = [(row, times.pop(row, 0)) for row in rows]
    return [
        Finding(fault=Fault.TRAIL, what=f"{name}: {n} entries for {row}") for row, n in wanted if n != 1
    ] + [
        Finding(fault=Fault.TRAIL, what=f"{name}: {n} entries for {row}, which is not")
        for row, n in times.items()
    ]


def sums(accounts: Sequence[Account], rows: Sequence[Row]) -> list[Finding]:
    """What is claimed at each target is the sum of its reports; each counted its version up by one."""
    found: list[Finding] = []
    for account in accounts:
        quantities = [row.quantity for row in rows if row.target == account.id]
        claimed = sum(quantities, Decimal()) if quantities else None
        if account.claimed != claimed:
            what = f"{account.id}: claimed {account.claimed}, reported {claimed}"
            found.append(Finding(fault=Fault.SUM, what=what))
        if account.version != 1 + len(quantities):
            what = f"{account.id}: version {account.version} after {len(quantities)} reports"
            found.append(Finding(fault=Fault.VERSIONS, what=what))
    return found


def edits(acked: Collection[str], sent: Collection[str], kept: Sequence[str]) -> list[Finding]:
    """Every acknowledged edit is in the text once, and nothing that nobody wrote."""
    times = Counter(kept)
    return (
        [Finding(fault=Fault.LOST, what=mark) for mark in sorted(set(acked) - times.keys())]
        + [Finding(fault=Fault.DOUBLED, what=f"{mark}: {n} times") for mark, n in times.items() if n > 1]
        + [Finding(fault=Fault.FOREIGN, what=mark) for mark in sorted(times.keys() - set(sent))]
    )


def versions(seen: Sequence[int], first: int, last: int) -> list[Finding]:
    """The versions that edits were announced with follow each other, from after `first` up to `last`."""
    if list(seen) == list(range(first + 1, last + 1)):
        return []
    return [Finding(fault=Fault.VERSIONS, what=f"from {first} to {last}: {list(seen)}")]


def feed(read: Sequence[str], committed: Collection[str]) -> list[Finding]:
    """A reader of the feed got every committed event once, and no other."""
    times = Counter(read)
    return (
        [Finding(fault=Fault.MISSED, what=event) for event in sorted(set(committed) - times.keys())]
        + [Finding(fault=Fault.DOUBLED, what=f"event {event}") for event, n in times.items() if n > 1]
        + [
            Finding(fault=Fault.FOREIGN, what=f"event {event}")
            for event in sorted(times.keys() - set(committed))
        ]
    )


def replays(told: int, counted: int) -> list[Finding]:
    """Each replay that was told as one has written that it was: so it waits for a standby like any write."""
    if told == counted:
        return []
    return [Finding(fault=Fault.SILENT_REPLAY, what=f"{told} replays were told, {counted} are written")]
