"""The secretariat's judgement of a report (telaah): decision, verdict, and which reports count as what."""

from enum import StrEnum

from service.errors import invalid


class Decision(StrEnum):
    """What was done with a report: accepted into the account, or returned to its agency."""

    ACCEPTED = "ACCEPTED"
    RETURNED = "RETURNED"


class Verdict(StrEnum):
    """What the secretariat confirmed, in the words of audit follow-up."""

    CONFORMS = "CONFORMS"
    NOT_YET = "NOT_YET"
    NOT_ACTED_ON = "NOT_ACTED_ON"
    CANNOT_BE_ACTED_ON = "CANNOT_BE_ACTED_ON"


def counts_as_claimed(decision: Decision | None) -> bool:
    """A report is a claim until it is returned; one that waits (None) is a claim too."""
    return decision is not Decision.RETURNED


def counts_as_verified(decision: Decision | None) -> bool:
    """Only an accepted report counts as achieved."""
    return decision is Decision.ACCEPTED


def check_verdict(decision: Decision, verdict: Verdict | None, reason: str | None) -> None:
    """Refuse a judgement whose parts do not fit: a verdict belongs to an acceptance, a reason to a return."""
    if decision is Decision.ACCEPTED and verdict is None:
        message = "Laporan yang diterima memerlukan hasil telaah. / An accepted report needs a verdict."
        raise invalid(message, "verdict")
    if decision is Decision.RETURNED and verdict is not None:
        message = "Laporan yang dikembalikan tidak diberi hasil telaah. / A returned report takes no verdict."
        raise invalid(message, "verdict")
    needs_reason = decision is Decision.RETURNED or verdict is Verdict.CANNOT_BE_ACTED_ON
    if needs_reason and not (reason and reason.strip()):
        raise invalid("Alasan wajib diisi. / A reason is required.", "reason")
