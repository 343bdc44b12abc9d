"""When a pledge takes its steps, between the moment of its recording and that of its leaving, or the end."""

from dataclasses import dataclass

from seeds.synthetic.days import END
from seeds.synthetic.dice import Dice
from seeds.synthetic.drafting import Draft
from seeds.synthetic.pace import Pace
from service.rules.lifecycle import Execution

_ORDER = tuple(Execution)
_STEPS: tuple[tuple[Execution, float, float], ...] = (
    (Execution.SPECIFIED, 0.02, 0.08),
    (Execution.AGREED, 0.10, 0.15),
    (Execution.IN_PROGRESS, 0.17, 0.23),
    (Execution.REPORTED_DONE, 0.72, 0.84),
    (Execution.COMPLETED, 0.88, 0.97),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The moments of the states that are reached, and the last one before the pledge is left alone."""

    recorded: float
    steps: dict[Execution, float]
    leaves: float | None
    end: float
    """Nothing happens from here on: completed, left, or today."""

    def reaches(self, state: Execution) -> bool:
        """Whether it comes that far."""
        return state in self.steps


def timeline_of(draft: Draft, dice: Dice, pace: Pace, planned_days: int) -> Timeline:
    """The moments, in proportion to the time that there is, or that it takes to be completed."""
    leaves = draft.leaves_at
    if draft.exit is not None and leaves is None:
        leaves = draft.moment + (END - draft.moment) * dice.within(0.4, 0.95)
    last = END if leaves is None else leaves
    if draft.reached is Execution.COMPLETED:
        last = draft.moment + pace.life(planned_days, last - draft.moment)
    steps = {
        state: draft.moment + (last - draft.moment) * dice.within(low, high)
        for state, low, high in _STEPS
        if _ORDER.index(state) <= _ORDER.index(draft.reached)
    }
    return Timeline(
        recorded=draft.moment,
        steps=steps,
        leaves=leaves,
        end=steps.get(Execution.COMPLETED, last),
    )
