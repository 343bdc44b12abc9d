"""What is reported on the targets of one pledge, with what evidence, and what the secretariat decides."""

import hashlib
import math
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from seeds.synthetic.aims import Amount, Followed
from seeds.synthetic.days import day_of, instant
from seeds.synthetic.dice import Dice
from seeds.synthetic.pace import Pace
from seeds.synthetic.promises import Promise
from seeds.synthetic.rows import Batch, row_of
from seeds.synthetic.trail import Hand, Trail
from service.ledger.transitions import Step
from service.rules.arithmetic import Aggregation, IndicatorKind
from service.rules.lifecycle import Action
from service.rules.verification import Decision, Verdict

Event = tuple[float, Callable[[float], None]]
_WHOLE = Decimal(100)
_RETURNED = "Data dukung belum sesuai; mohon dilengkapi (sintetis)."
_REASONS = {Verdict.CANNOT_BE_ACTED_ON: "Lokasi belum dapat dijangkau tahun ini (sintetis)."}
_VERDICTS = ((Verdict.NOT_YET, 90), (Verdict.NOT_ACTED_ON, 6), (Verdict.CANNOT_BE_ACTED_ON, 4))
_FILES = ("foto-kegiatan.jpg", "daftar-hadir.pdf", "berita-acara.pdf")


@dataclass(frozen=True, slots=True, kw_only=True)
class Season:
    """When reports come (`start` to `until`) and until when they are verified; how far it all leads."""

    start: float
    until: float
    closes: float
    is_done: bool
    is_completed: bool
    pace: Pace
    ratio: float
    """What is verified in the end, of what was promised."""

    def moment(self, evenly: float) -> float:
        """When something is reported that would be so far into the season if all went evenly."""
        return self.start + (self.until - self.start) * self.pace.at(evenly)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Report:
    moment: float
    target: Followed
    hand: Hand
    decided_at: float | None
    decision: Decision | None
    is_shown: bool
    """Whether evidence comes with it."""


class Reporting:
    """Writes reports and verifications of one pledge into a batch."""

    def __init__(self, dice: Dice, trail: Trail, promise: Promise, verifier: Hand, batch: Batch) -> None:
        self._dice = dice
        self._trail = trail
        self._promise = promise
        self._verifier = verifier
        self._batch = batch

    def events(self, targets: list[Followed], count: int, season: Season) -> Iterator[Event]:
        """Everything that happens: each report, and what was decided on it when something was."""
        on_target: dict[uuid.UUID, list[_Report]] = {target.id: [] for target in targets}
        for report in self._reports(targets, count, season):
            on_target[report.target.id].append(report)
        for target in targets:
            mine = on_target[target.id]
            for report, amount in zip(mine, self._amounts(target, mine, season.ratio), strict=True):
                yield from self._events_of(report, amount)

    def _reports(self, targets: list[Followed], count: int, season: Season) -> list[_Report]:
        """When each comes and on which target: one on each first, then wherever."""
        moments = sorted(season.moment(self._dice.roll()) for _ in range(count))
        reported = [
            targets[number] if number < len(targets) else self._dice.one(targets) for number in range(count)
        ]
        return [
            self._report(moment, target, season, is_first=not place)
            for place, (moment, target) in enumerate(zip(moments, reported, strict=True))
        ]

    def _report(self, moment: float, target: Followed, season: Season, *, is_first: bool) -> _Report:
        dice = self._dice
        is_proof = is_first and season.is_done
        decided_at: float | None = moment + dice.within(0.2, 22)
        if season.is_completed:
            decided_at = min(decided_at, moment + (season.closes - moment) * dice.within(0.2, 0.9))
        elif decided_at >= season.closes or dice.chance(0.04):
            decided_at = None
        decision = None
        if decided_at is not None:
            is_returned = dice.chance(0.09) and not is_proof
            decision = Decision.RETURNED if is_returned else Decision.ACCEPTED
        return _Report(
            moment=moment,
            target=target,
            hand=self._reporter(),
            decided_at=decided_at,
            decision=decision,
            is_shown=is_proof or dice.chance(0.6),
        )

    def _reporter(self) -> Hand:
        """Mostly the lead."""
        partners = self._promise.partners
        is_partner = bool(partners) and self._dice.chance(0.15)
        return Hand.liaison(self._dice.one(partners)[0] if is_partner else self._promise.lead)

    def _amounts(self, target: Followed, reports: list[_Report], ratio: float) -> Iterator[Amount]:
        """What each says, so that what is accepted in the end comes to the ratio."""
        accepted = sum(report.decision is Decision.ACCEPTED for report in reports)
        seen = 0
        for report in reports:
            seen += report.decision is Decision.ACCEPTED
            yield self._amount(target, ratio, max(1, seen), max(1, accepted))

    def _amount(self, target: Followed, ratio: float, place: int, count: int) -> Amount:
        """That of the one of so many in this place."""
        aim, dice = target.aim, self._dice
        goal = math.ceil(float(aim.quantity or 10) * ratio)
        start = int(aim.baseline or 0)
        reached = start + math.ceil((goal - start) * place / count)
        if aim.measure is not None and aim.measure.kind is IndicatorKind.PERCENTAGE:
            denominator = dice.between(20, 200)
            return Amount.of_share(min(denominator, math.ceil(denominator * reached / 100)), denominator)
        if aim.measure is not None and aim.measure.over_periods is Aggregation.SUM:
            return Amount(quantity=Decimal(goal * place // count - goal * (place - 1) // count))
        if aim.measure is not None and aim.measure.over_periods is Aggregation.MEAN:
            return Amount(quantity=Decimal(goal + dice.between(0, 3)))
        return Amount(quantity=Decimal(max(0, reached)))

    def _events_of(self, report: _Report, amount: Amount) -> Iterator[Event]:
        day = max(self._promise.pledged_on, day_of(report.moment) - timedelta(days=self._dice.below(4)))
        report_id = self._dice.id(report.moment)
        places: list[int] = []
        yield report.moment, lambda _: places.append(self._write_report(report, amount, day, report_id))
        if report.decided_at is not None:
            yield report.decided_at, lambda _: self._decide(report, day, report_id, places[0])

    def _write_report(self, report: _Report, amount: Amount, day: date, report_id: uuid.UUID) -> int:
        was = report.target.claimed
        place = report.target.report(day, amount)
        said = self._said(report, amount, place)
        self._batch["progress_report"].append(
            row_of(
                "progress_report",
                {
                    **said,
                    "id": report_id,
                    "pledge_id": self._promise.id,
                    "effective_on": day,
                    "client_key": f"sintetis-{report_id}" if self._dice.chance(0.5) else None,
                    "reported_by": report.hand.label,
                    "synthetic": True,
                    "waits": report.decided_at is None,
                    "recorded_at": instant(report.moment),
                },
            )
        )
        evidence = [self._show(report, report_id)] if report.is_shown else []
        step = Step(
            action=Action.REPORT_PROGRESS,
            effective_on=day,
            subject="progress_report",
            subject_id=report_id,
            before={"claimed": was},
            after={"claimed": report.target.claimed, **said, "evidence": evidence},
        )
        self._trail.take(report.moment, report.hand, step)
        return place

    def _said(self, report: _Report, amount: Amount, place: int) -> dict[str, object]:
        share = amount.share
        return {
            "target_id": report.target.id,
            "agency_id": report.hand.agency_id,
            "quantity": amount.quantity,
            "numerator": share and share.numerator,
            "denominator": share and share.denominator,
            "narrative": f"Kegiatan ke-{place + 1} (sintetis)." if self._dice.chance(0.5) else None,
        }

    def _show(self, report: _Report, report_id: uuid.UUID) -> dict[str, str]:
        """A piece of evidence: a link to nowhere, as its domain says."""
        name = self._dice.one(_FILES)
        digest = hashlib.sha256(report_id.bytes).hexdigest()
        shown = {
            "title": f"{name} (sintetis)",
            "url": f"https://sintetis.example/{report_id}/{name}",
            "sha256": digest,
        }
        self._batch["evidence"].append(
            (
                self._dice.id(report.moment),
                report_id,
                "LINK",
                shown["title"],
                shown["url"],
                "image/jpeg" if name.endswith("jpg") else "application/pdf",
                self._dice.between(20_000, 4_000_000),
                digest,
                instant(report.moment),
            )
        )
        return shown

    def _decide(self, report: _Report, reported_on: date, report_id: uuid.UUID, place: int) -> None:
        target, decision, moment = report.target, report.decision, report.decided_at
        if decision is None or moment is None:
            return
        before = {"claimed": target.claimed, "verified": target.verified}
        target.decide(place, decision)
        verdict = self._verdict(target) if decision is Decision.ACCEPTED else None
        step = Step(
            action=Action.RETURN_REPORT if verdict is None else Action.ACCEPT_REPORT,
            effective_on=max(reported_on, day_of(moment)),
            reason=_RETURNED if verdict is None else _REASONS.get(verdict),
            verdict=verdict,
            subject="verification",
            subject_id=self._dice.id(moment),
            before=before,
            after={
                "claimed": target.claimed,
                "verified": target.verified,
                "report_id": report_id,
                "decision": decision,
            },
        )
        self._batch["verification"].append(
            (
                step.subject_id,
                report_id,
                self._promise.id,
                self._verifier.agency_id,
                decision,
                verdict,
                step.reason,
                step.effective_on,
                self._verifier.label,
                instant(moment),
            )
        )
        self._trail.take(moment, self._verifier, step)

    def _verdict(self, target: Followed) -> Verdict:
        return Verdict.CONFORMS if target.is_met else self._dice.weighted(_VERDICTS)
