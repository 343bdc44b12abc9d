"""A target while its pledge is followed: what was reported on it, what that comes to by the ledger's rule."""

import uuid
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from seeds.synthetic.promises import Aim
from service.ledger.accounting import Reported, stored, total
from service.rules.arithmetic import Share
from service.rules.progress import is_met
from service.rules.verification import Decision, counts_as_claimed, counts_as_verified


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """What a report says: a quantity, or the share that it is the percentage of."""

    quantity: Decimal
    share: Share | None = None

    @classmethod
    def of_share(cls, numerator: int, denominator: int) -> "Amount":
        """So many of so many."""
        share = Share(numerator=Decimal(numerator), denominator=Decimal(denominator))
        return cls(quantity=stored(share.percent) or Decimal(0), share=share)


class Followed:
    """A target with its account, which is made anew after each report and each decision."""

    def __init__(self, target_id: uuid.UUID, aim: Aim) -> None:
        self.id = target_id
        self.aim = aim
        self.claimed: Decimal | None = None
        self.verified: Decimal | None = None
        self.version = 1
        self._said: list[tuple[date, Amount]] = []
        self._decided: list[Decision | None] = []

    def report(self, effective_on: date, amount: Amount) -> int:
        """Account for one more report; its place, to decide on it later."""
        self._said.append((effective_on, amount))
        self._decided.append(None)
        self.claimed = self._total(verified=False)
        self.version += 1
        return len(self._said) - 1

    def decide(self, place: int, decision: Decision) -> None:
        """Account for a decision."""
        self._decided[place] = decision
        if decision is Decision.ACCEPTED:
            self.verified = self._total(verified=True)
        else:
            self.claimed = self._total(verified=False)
        self.version += 1

    @property
    def is_met(self) -> bool:
        """Whether what is verified is all that was promised."""
        return is_met(self.verified, self.aim.quantity, self.aim.baseline)

    def _total(self, *, verified: bool) -> Decimal | None:
        measure = self.aim.measure
        if measure is None:
            return None
        counts = counts_as_verified if verified else counts_as_claimed
        reports = [
            Reported(effective_on=day, quantity=amount.quantity, share=amount.share, decision=decision)
            for (day, amount), decision in zip(self._said, self._decided, strict=True)
            if counts(decision)
        ]
        return total(measure.over_periods, measure.kind, reports)
