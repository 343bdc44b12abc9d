"""The life of one synthetic pledge, from its quote to wherever it comes, written into a batch of rows."""

import uuid
from collections.abc import Iterator, Mapping

from seeds.synthetic.aims import Followed
from seeds.synthetic.days import day_of
from seeds.synthetic.details import Details, details_of, with_first_step_done
from seeds.synthetic.dice import Dice
from seeds.synthetic.drafting import Draft
from seeds.synthetic.ground import Ground, nearest_verifier
from seeds.synthetic.obstacles import obstacle_between
from seeds.synthetic.pace import pace_of
from seeds.synthetic.pledge_rows import (
    Added,
    Numbered,
    described,
    parts,
    spoken,
    terms,
    write_parts,
    write_pledge,
    write_targets,
)
from seeds.synthetic.promises import Promise
from seeds.synthetic.reporting import Event, Reporting, Season
from seeds.synthetic.rows import Batch
from seeds.synthetic.timeline import timeline_of
from seeds.synthetic.trail import Hand, Trail
from service.ledger.transitions import Step
from service.rules.lifecycle import Action, Execution

_Values = Mapping[str, object]
_INSTANT = 1e-6
"""What follows by itself comes just after."""
_LEAVING = {
    Execution.CANCELLED: (Action.CANCEL, "Program dihentikan (sintetis)."),
    Execution.NEVER_STARTED: (Action.NEVER_STARTED, "Tidak ada anggaran dan pelaksana (sintetis)."),
    Execution.TRANSFERRED: (Action.TRANSFER, "Kewenangan instansi lain (sintetis)."),
}
_SHORTFALL = "Sisanya dilanjutkan pada tahun berikutnya (sintetis)."


class Life:
    """Lays out what happens, then lets it happen in order."""

    def __init__(self, ground: Ground, draft: Draft, promise: Promise, batch: Batch) -> None:
        self._dice = Dice("life", draft.key)
        self._ground = ground
        self._draft = draft
        self._promise = promise
        self._batch = batch
        self._pace = pace_of(promise.lead.id, draft.key)
        self._times = timeline_of(draft, self._dice, self._pace, promise.planned_days)
        self._trail = Trail(promise.id)
        self._lead = Hand.liaison(promise.lead)
        verifiers = ground.verifiers(promise.region)
        self._secretariat = Hand.secretariat(nearest_verifier(verifiers, promise.agencies))
        self._is_vague = not self._times.steps
        self._is_successor = draft.former is not None
        self._begins = day_of(promise.moment) if self._is_successor else promise.pledged_on
        self._added, self._added_on = promise.moment, self._begins
        if not self._is_vague and not self._is_successor:
            self._added = self._times.steps[Execution.SPECIFIED] + _INSTANT
            self._added_on = day_of(self._added)
        self._targets = [Followed(self._dice.id(self._added), aim) for aim in promise.aims]
        self._details = Details(evidence_rule=promise.evidence_rule)

    def write(self, numbered: Numbered, successor: uuid.UUID | None) -> None:
        """Everything, into the batch. `successor` is the agency that takes the pledge over, if one does."""
        promise = self._promise
        self._trail.record(promise.moment, self._secretariat, self._begins, self._beginning(numbered))
        for moment, happen in sorted(self._events(successor), key=lambda event: event[0]):
            happen(moment)
        write_pledge(self._batch, promise, numbered, self._details, self._trail)
        write_parts(self._batch, self._dice, promise, self._details)
        added = Added(moment=self._added, day=self._added_on)
        write_targets(self._batch, self._ground, self._targets, added, promise.id)
        self._batch["history"] += self._trail.rows

    def _beginning(self, numbered: Numbered) -> dict[str, object]:
        """A vague pledge has little more than its quote; a successor all that its former had."""
        after = {**spoken(self._promise, numbered), **parts(self._promise)}
        if self._is_vague or self._is_successor:
            after |= {name: value for name, value in terms(self._promise).items() if value is not None}
            targets = [described(self._ground, target) for target in self._targets]
            after |= {"targets": targets} if targets else {}
        return after

    def _events(self, successor: uuid.UUID | None) -> Iterator[Event]:
        yield from self._preparation()
        yield from self._pursuit()
        if self._times.leaves is not None:
            yield self._times.leaves, lambda at: self._leave(at, successor)

    def _preparation(self) -> Iterator[Event]:
        """Until it is agreed."""
        steps = self._times.steps
        if Execution.SPECIFIED in steps:
            yield steps[Execution.SPECIFIED], self._specify
        if Execution.AGREED in steps:
            if not self._is_successor:
                yield (steps[Execution.SPECIFIED] + steps[Execution.AGREED]) / 2, self._detail
            yield steps[Execution.AGREED], lambda at: self._step(Action.AGREE, at, self._secretariat)
            yield from self._obstacle()

    def _pursuit(self) -> Iterator[Event]:
        """From the start to the end."""
        steps = self._times.steps
        if Execution.IN_PROGRESS in steps:
            yield steps[Execution.IN_PROGRESS], lambda at: self._step(Action.START, at, self._lead)
            season = self._season()
            reporting = Reporting(self._dice, self._trail, self._promise, self._secretariat, self._batch)
            yield from reporting.events(self._targets, self._draft.reports, season)
            yield self._dice.within(season.start, season.until), self._reach_milestone
        if Execution.REPORTED_DONE in steps:
            yield (
                steps[Execution.REPORTED_DONE],
                lambda at: self._step(Action.REPORT_DONE, at, self._lead),
            )
        if Execution.COMPLETED in steps:
            yield steps[Execution.COMPLETED], self._complete

    def _season(self) -> Season:
        steps, dice = self._times.steps, self._dice
        is_done, is_completed = Execution.REPORTED_DONE in steps, Execution.COMPLETED in steps
        until = steps.get(Execution.REPORTED_DONE, self._times.end)
        start = steps[Execution.IN_PROGRESS]
        ratio = dice.within(0.3, 0.95)
        if is_done:
            ratio = dice.within(0.6, 0.95) if dice.chance(0.12) else dice.within(1.0, 1.12)
        return Season(
            start=start + (until - start) * 0.03,
            until=until - (until - start) * 0.01,
            closes=self._times.end,
            is_done=is_done,
            is_completed=is_completed,
            pace=self._pace,
            ratio=ratio,
        )

    def _specify(self, moment: float) -> None:
        """Sharpen the terms until nothing demanded is missing; then it is specified by itself."""
        if self._is_successor:
            self._detail(moment)
        else:
            after = {name: value for name, value in terms(self._promise).items() if value is not None}
            self._step(Action.REVISE_TERMS, moment, self._lead, (dict.fromkeys(after), after))
            added = {"targets": [described(self._ground, target) for target in self._targets]}
            self._step(Action.REVISE_TERMS, self._added, self._lead, ({"targets": []}, added))
        self._step(Action.SPECIFY, moment + 2 * _INSTANT, self._lead)

    def _detail(self, moment: float) -> None:
        """Tell who answers for it, what is shown, and with what money."""
        known = self._details
        self._details = details_of(self._promise, self._dice)
        after = self._details.as_told()
        if known.evidence_rule == self._details.evidence_rule:
            del after["evidence_rule"]
        before = {name: getattr(known, name) for name in after}
        self._step(Action.REVISE, moment, self._lead, (before, after))

    def _reach_milestone(self, moment: float) -> None:
        """Write down that the first milestone is done, if there is one."""
        if not self._details.milestones:
            return
        before = {"milestones": self._details.milestones}
        self._details = with_first_step_done(self._details, day_of(moment))
        after = {"milestones": self._details.milestones}
        self._step(Action.REVISE, moment, self._lead, (before, after))

    def _complete(self, moment: float) -> None:
        is_short = any(not target.is_met for target in self._targets)
        step = Step(
            action=Action.COMPLETE,
            effective_on=day_of(moment),
            shortfall=_SHORTFALL if is_short else None,
        )
        self._trail.take(moment, self._secretariat, step)

    def _leave(self, moment: float, successor: uuid.UUID | None) -> None:
        if self._draft.exit is not None:
            action, reason = _LEAVING[self._draft.exit]
            step = Step(
                action=action,
                effective_on=day_of(moment),
                reason=reason,
                after={} if successor is None else {"successor_agency_id": successor},
            )
            self._trail.take(moment, self._secretariat, step)

    def _step(
        self, action: Action, moment: float, hand: Hand, change: tuple[_Values, _Values] = ({}, {})
    ) -> None:
        """A step that takes effect on its day, with what it changes from and to."""
        before, after = change
        step = Step(action=action, effective_on=day_of(moment), before=before, after=after)
        self._trail.take(moment, hand, step)

    def _obstacle(self) -> Iterator[Event]:
        """Now and then something is in the way, for a while or still."""
        if self._dice.chance(0.16):
            first, last = self._times.steps[Execution.AGREED], self._times.end
            must_end = Execution.COMPLETED in self._times.steps
            obstacle = obstacle_between(self._dice, first, last, must_end=must_end)
            yield from obstacle.events(self._trail, self._lead, self._batch)
