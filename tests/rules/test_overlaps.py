"""When two pledges are at work at the same time."""

from datetime import date, timedelta

from service.rules.overlaps import Period, period_of

START = date(2025, 6, 19)
DUE = date(2025, 12, 31)
NEXT = DUE + timedelta(days=1)


def test_a_pledge_is_at_work_until_its_day_or_until_it_was_reported_done() -> None:
    assert period_of(START, DUE, None) == Period(start=START, end=DUE)
    assert period_of(START, DUE, START) == Period(start=START, end=START)
    assert period_of(START, None, None) == Period(start=START, end=None)


def test_periods_meet_when_they_have_a_day_in_common() -> None:
    first = Period(start=START, end=DUE)
    assert first.meets(Period(start=DUE, end=None))
    assert Period(start=DUE, end=None).meets(first)
    assert first.meets(Period(start=date(2025, 1, 1), end=START))
    assert Period(start=START, end=None).meets(Period(start=NEXT, end=None))


def test_what_follows_the_other_does_not_meet_it() -> None:
    first = Period(start=START, end=DUE)
    assert not first.meets(Period(start=NEXT, end=None))
    assert not Period(start=NEXT, end=NEXT).meets(first)
