"""The trail of a pledge: each step asks the lifecycle's table, and leaves the row of history it would."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import orjson

from seeds.synthetic.days import instant
from seeds.synthetic.offices import Office
from seeds.synthetic.rows import Row
from service.ledger.history import plain
from service.ledger.transitions import Step, effects
from service.rules.lifecycle import Action, Execution, transition


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """In whose name something is done: an office, in one of its two capacities."""

    id: str
    label: str
    agency_id: uuid.UUID

    @classmethod
    def liaison(cls, office: Office) -> "Hand":
        """Who reports."""
        return cls(
            id=f"{office.region}/{office.code}/liaison",
            label=f"Narahubung {office.short_name}",
            agency_id=office.id,
        )

    @classmethod
    def secretariat(cls, office: Office) -> "Hand":
        """Who verifies."""
        return cls(
            id=f"{office.region}/{office.code}/secretariat",
            label=f"Sekretariat {office.short_name}",
            agency_id=office.id,
        )


_UNMOVED: dict[str, object] = {"execution": None, "stopped_on": None, "verdict": None, "shortfall": None}


class Trail:
    """What has become of the pledge so far, and its history; steps are taken as transitions.py takes them."""

    def __init__(self, pledge_id: uuid.UUID) -> None:
        self.pledge_id = pledge_id
        self.columns = dict(_UNMOVED)
        self.version = 1
        self.changed = 0.0
        self.rows: list[Row] = []

    def record(self, moment: float, hand: Hand, day: date, after: Mapping[str, object]) -> None:
        """The beginning."""
        self.changed = moment
        self.columns["execution"] = transition(None, Action.RECORD).to.value
        begun = Step(
            action=Action.RECORD,
            effective_on=day,
            after={**after, "execution": self.columns["execution"]},
        )
        self._write(moment, hand, begun, {}, begun.after)

    def take(self, moment: float, hand: Hand, step: Step) -> None:
        """Take a step, which the table must have."""
        state = Execution(str(self.columns["execution"]))
        to = transition(state, step.action).to
        before, after = dict(step.before), dict(step.after)
        set_now = {
            name: value for name, value in effects(state, to, step).items() if self.columns[name] != value
        }
        for name, value in set_now.items():
            before[name], after[name] = self.columns[name], value
            self.columns[name] = value
        if set_now or (step.subject == "pledge" and after):
            self.version += 1
            self.changed = moment
        self._write(moment, hand, step, before, after)

    def _write(
        self,
        moment: float,
        hand: Hand,
        step: Step,
        before: Mapping[str, object],
        after: Mapping[str, object],
    ) -> None:
        self.rows.append(
            (
                step.subject,
                step.subject_id or self.pledge_id,
                self.pledge_id,
                step.action,
                step.effective_on,
                instant(moment),
                "TOKEN",
                hand.id,
                hand.label,
                hand.agency_id,
                as_json(before),
                as_json(after),
                step.reason,
                step.internal,
            )
        )


def as_json(values: object) -> str:
    """As the history keeps it: numbers as text."""
    return orjson.dumps(values, default=plain).decode()
