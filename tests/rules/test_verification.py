"""Judging a report: every combination of decision, verdict and reason."""

from itertools import product

import pytest

from service.errors import DomainError
from service.rules.verification import (
    Decision,
    Verdict,
    check_verdict,
    counts_as_claimed,
    counts_as_verified,
)


def is_accepted(decision: Decision, verdict: Verdict | None, reason: str | None) -> bool:
    try:
        check_verdict(decision, verdict, reason)
    except DomainError:
        return False
    return True


def test_every_judgement_fits_or_is_refused() -> None:
    fitting = {
        (decision, verdict, reason)
        for decision, verdict, reason in product(
            Decision, (None, *Verdict), (None, " ", "Foto tidak terbaca")
        )
        if is_accepted(decision, verdict, reason)
    }
    plain = {Verdict.CONFORMS, Verdict.NOT_YET, Verdict.NOT_ACTED_ON}
    assert fitting == {
        *(
            (Decision.ACCEPTED, verdict, reason)
            for verdict in plain
            for reason in (None, " ", "Foto tidak terbaca")
        ),
        (Decision.ACCEPTED, Verdict.CANNOT_BE_ACTED_ON, "Foto tidak terbaca"),
        (Decision.RETURNED, None, "Foto tidak terbaca"),
    }


@pytest.mark.parametrize(
    "decision,verdict,path",
    [
        (Decision.ACCEPTED, None, ("verdict",)),
        (Decision.RETURNED, Verdict.CONFORMS, ("verdict",)),
        (Decision.RETURNED, None, ("reason",)),
        (Decision.ACCEPTED, Verdict.CANNOT_BE_ACTED_ON, ("reason",)),
    ],
)
def test_a_refusal_points_at_the_part_that_does_not_fit(
    decision: Decision, verdict: Verdict | None, path: tuple[str, ...]
) -> None:
    with pytest.raises(DomainError) as caught:
        check_verdict(decision, verdict, None)
    assert caught.value.path == path


def test_a_waiting_report_is_claimed_an_accepted_one_verified_a_returned_one_neither() -> None:
    counted = {one: (counts_as_claimed(one), counts_as_verified(one)) for one in (None, *Decision)}
    assert counted == {
        None: (True, False),
        Decision.ACCEPTED: (True, True),
        Decision.RETURNED: (False, False),
    }
