"""What surrounds a promise and is told later: who answers for it, what is shown, money and milestones."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeAlias

from seeds.synthetic.dice import Dice
from seeds.synthetic.promises import EVIDENCE_RULE, Promise
from service.rules.money import FundingStage

Line: TypeAlias = dict[str, object]
_SOURCES = ("APBD Provinsi", "APBD Kabupaten/Kota", "APBN", "Dana Desa", "Zakat", "CSR")
_STAGES = (FundingStage.PROMISED, FundingStage.BUDGETED, FundingStage.REALISED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """As far as they are known."""

    responsible: str | None = None
    evidence_rule: str | None = None
    fundings: tuple[Line, ...] = ()
    milestones: tuple[Line, ...] = ()

    def as_told(self) -> Line:
        """What of it is there, by the names that history uses."""
        names = ("responsible", "evidence_rule", "fundings", "milestones")
        return {name: getattr(self, name) for name in names if getattr(self, name)}


def details_of(promise: Promise, dice: Dice) -> Details:
    """All of it; money and milestones not always."""
    return Details(
        responsible=f"Kepala Bidang {promise.theme.division} (sintetis)",
        evidence_rule=EVIDENCE_RULE,
        fundings=_fundings(promise, dice) if dice.chance(0.65) else (),
        milestones=_milestones(promise, dice) if dice.chance(0.45) else (),
    )


def with_first_step_done(details: Details, day: date) -> Details:
    """The same, the first milestone reached."""
    first, *others = details.milestones
    return replace(details, milestones=({**first, "done_on": day}, *others))


def _fundings(promise: Promise, dice: Dice) -> tuple[Line, ...]:
    """Money at one stage or more; what is budgeted is not more than what was promised."""
    source = dice.one(_SOURCES)
    amount = Decimal(dice.between(10, 2_500) * 1_000_000)
    year = (promise.due_on or promise.pledged_on).year
    lines: list[Line] = []
    for stage in _STAGES[: dice.between(1, len(_STAGES))]:
        known = None if stage is FundingStage.PROMISED and dice.chance(0.1) else amount
        lines.append({"stage": stage, "source": source, "amount": known, "fiscal_year": year, "note": None})
        amount = amount * dice.between(70, 100) // 100
    return tuple(lines)


def _milestones(promise: Promise, dice: Dice) -> tuple[Line, ...]:
    titles = ("Survei lokasi", "Pelaksanaan tahap pertama", "Serah terima")
    every = timedelta(days=dice.between(20, 60))
    return tuple(
        {"due_on": promise.pledged_on + every * number, "title": f"{title} (sintetis)", "done_on": None}
        for number, title in enumerate(titles, start=1)
    )
