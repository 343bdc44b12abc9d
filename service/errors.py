"""The one family of refusals: coded, in two languages, pointing at the input that caused them.

The code is the contract; the message is for people, Bahasa Indonesia first, then English, divided by " / ".
"""

import uuid
from enum import StrEnum


class ErrorCode(StrEnum):
    """Why a request was refused. Clients switch on these words, so they never change."""

    NOT_SIGNED_IN = "NOT_SIGNED_IN"
    NOT_ALLOWED = "NOT_ALLOWED"
    NOT_FOUND = "NOT_FOUND"
    INVALID = "INVALID"
    WRONG_STATE = "WRONG_STATE"
    STALE = "STALE"
    CONFLICT = "CONFLICT"
    IDEMPOTENCY_KEY_REUSED = "IDEMPOTENCY_KEY_REUSED"
    RATE_LIMITED = "RATE_LIMITED"
    UNAVAILABLE = "UNAVAILABLE"


class DomainError(Exception):
    """A refusal: `code` for programs, `message` for people, `path` to the input field (outermost first)."""

    def __init__(self, code: ErrorCode, message: str, path: tuple[str, ...] = ()) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.path = path


class StaleError(DomainError):
    """STALE: the version that was expected is not the stored one, `current`, of the row `subject_id`."""

    def __init__(self, current: int, subject_id: uuid.UUID) -> None:
        message = (
            f"Data sudah diubah orang lain; versi sekarang {current}. "
            f"/ Somebody changed this meanwhile; the current version is {current}."
        )
        super().__init__(ErrorCode.STALE, message, ("expectedVersion",))
        self.current = current
        self.subject_id = subject_id


class RateLimitedError(DomainError):
    """RATE_LIMITED: the same may be tried again after so many `seconds`."""

    def __init__(self, seconds: float) -> None:
        message = "Terlalu sering mencoba; coba lagi nanti. / Too many tries; try again later."
        super().__init__(ErrorCode.RATE_LIMITED, message)
        self.seconds = seconds


def not_signed_in() -> DomainError:
    """The caller is the public and the action needs somebody."""
    return DomainError(ErrorCode.NOT_SIGNED_IN, "Anda belum masuk. / You are not signed in.")


def not_allowed(message: str, *path: str) -> DomainError:
    """The caller may see the thing, but this is not theirs to do."""
    return DomainError(ErrorCode.NOT_ALLOWED, message, path)


def not_found(what: str, *path: str) -> DomainError:
    """`what` is absent or invisible to the caller; the two look the same on purpose."""
    return DomainError(ErrorCode.NOT_FOUND, f"{what} tidak ditemukan. / {what} not found.", path)


def invalid(message: str, *path: str) -> DomainError:
    """The input breaks a rule that holds whatever the state."""
    return DomainError(ErrorCode.INVALID, message, path)


def wrong_state(message: str, *path: str) -> DomainError:
    """The action is not possible in the present state."""
    return DomainError(ErrorCode.WRONG_STATE, message, path)


def conflict(message: str, *path: str) -> DomainError:
    """Something that must be unique exists already."""
    return DomainError(ErrorCode.CONFLICT, message, path)


def key_reused() -> DomainError:
    """The idempotency key was used before with other input."""
    message = (
        "Kunci idempotensi sudah dipakai untuk isian lain. "
        "/ This idempotency key was used before with other input."
    )
    return DomainError(ErrorCode.IDEMPOTENCY_KEY_REUSED, message, ("idempotencyKey",))
