"""The durability campaign's comparison: it finds each way in which a promise can be broken, and only that."""

from decimal import Decimal

from benchmarks.campaign import judging
from benchmarks.campaign.journal import Ack, Journal, Report
from benchmarks.campaign.judging import Account, Fault, Finding, Row
from benchmarks.campaign.mutants import MUTANTS
from benchmarks.campaign.trials import TRIALS

SENT = {key: Report(key=key, target="t", quantity=n) for n, key in enumerate(("a", "b", "c"), start=1)}


def ack(key: str, report: str = "", at: float = 0.0) -> Ack:
    """An acknowledgement; of the row r-KEY unless told."""
    return Ack(key=key, report=report or f"r-{key}", is_replay=False, asked_at=at, told_at=at)


def row(key: str, number: str = "", quantity: int | None = None) -> Row:
    """A row as the service should have written it."""
    counted = SENT[key].quantity if quantity is None and key in SENT else quantity or 0
    return Row(id=number or f"r-{key}", client_key=key, mark=key, target="t", quantity=Decimal(counted))


def faults(findings: list[Finding]) -> list[Fault]:
    """The kinds only."""
    return [finding.fault for finding in findings]


def test_what_was_acknowledged_and_is_there_once_is_as_it_should_be() -> None:
    assert judging.reports(SENT, [ack("a"), ack("a"), ack("b")], [row("a"), row("b")]) == []


def test_a_report_that_nobody_was_told_about_may_be_there_or_not() -> None:
    assert judging.reports(SENT, [ack("a")], [row("a"), row("c")]) == []


def test_an_acknowledged_report_that_is_not_there_is_lost() -> None:
    (finding,) = judging.reports(SENT, [ack("a"), ack("b")], [row("a")])
    assert finding == Finding(fault=Fault.LOST, what="b: r-b")


def test_a_report_that_is_there_twice_is_doubled() -> None:
    (finding,) = judging.reports(SENT, [ack("a")], [row("a"), row("a", "r-2")])
    assert finding == Finding(fault=Fault.DOUBLED, what="a: 2 rows")


def test_two_ids_for_one_key_are_found_even_when_one_row_is_there() -> None:
    found = judging.reports(SENT, [ack("a"), ack("a", "r-2")], [row("a")])
    assert faults(found) == [Fault.TWO_IDS, Fault.LOST]


def test_a_row_that_nobody_sent_is_foreign() -> None:
    assert faults(judging.reports(SENT, [], [row("x")])) == [Fault.FOREIGN]


def test_a_row_that_says_something_else_than_was_sent_is_changed() -> None:
    assert faults(judging.reports(SENT, [ack("a")], [row("a", quantity=7)])) == [Fault.CHANGED]


def test_a_trail_has_one_entry_for_each_report_and_no_other() -> None:
    assert judging.trail("outbox", ["1", "2"], ["2", "1"]) == []
    assert judging.trail("outbox", ["1", "2", "3"], ["1", "1", "2", "9"]) == [
        Finding(fault=Fault.TRAIL, what="outbox: 2 entries for 1"),
        Finding(fault=Fault.TRAIL, what="outbox: 0 entries for 3"),
        Finding(fault=Fault.TRAIL, what="outbox: 1 entries for 9, which is not"),
    ]


def test_what_is_claimed_is_the_sum_and_every_report_counted_once() -> None:
    rows = [row("a"), row("b")]
    assert judging.sums([Account(id="t", claimed=Decimal(3), version=3)], rows) == []
    assert judging.sums([Account(id="u", claimed=None, version=1)], rows) == []
    wrong = judging.sums([Account(id="t", claimed=Decimal(2), version=2)], rows)
    assert faults(wrong) == [Fault.SUM, Fault.VERSIONS]


def test_an_edit_that_another_one_wrote_over_is_lost() -> None:
    assert judging.edits({"e1", "e2"}, {"e1", "e2", "e3"}, ["e2", "e1", "e3"]) == []
    found = judging.edits({"e1", "e2"}, {"e1", "e2"}, ["e2", "e2", "e9"])
    assert faults(found) == [Fault.LOST, Fault.DOUBLED, Fault.FOREIGN]


def test_versions_without_gaps_follow_each_other() -> None:
    assert judging.versions([2, 3, 4], 1, 4) == []
    assert faults(judging.versions([2, 4], 1, 4)) == [Fault.VERSIONS]
    assert faults(judging.versions([2, 3, 3], 1, 3)) == [Fault.VERSIONS]


def test_a_feed_is_the_committed_events_once_each() -> None:
    assert judging.feed(["1", "2"], {"2", "1"}) == []
    found = judging.feed(["1", "1", "9"], {"1", "2"})
    assert faults(found) == [Fault.MISSED, Fault.DOUBLED, Fault.FOREIGN]


def test_a_replay_that_was_told_and_not_written_is_silent() -> None:
    assert judging.replays(3, 3) == []
    assert faults(judging.replays(3, 0)) == [Fault.SILENT_REPLAY]


def test_a_recovery_counts_from_the_fault_to_a_request_that_was_sent_after_it() -> None:
    journal = Journal(faults=[10.0, 20.0])
    journal.acks = [ack("a", at=9.0), ack("b", at=12.5), ack("c", at=19.0)]
    assert journal.recoveries() == [2.5]
    assert journal.longest_gap() == 6.5


def test_every_mutant_of_the_service_has_to_be_caught_by_something() -> None:
    assert {trial.mutant for trial in TRIALS if trial.is_served} == MUTANTS.keys()
