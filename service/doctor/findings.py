"""What the doctor says: of each thing that was looked at, whether it is well, and what to do if not."""

from dataclasses import dataclass
from enum import StrEnum


class Health(StrEnum):
    """How something is."""

    WELL = "baik / well"
    DOUBTFUL = "PERIKSA / LOOK AT"
    """It may be meant to be like this."""
    ILL = "PERBAIKI / FIX"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What was looked at, how it is, and what to do; the words are in both languages."""

    health: Health
    subject: str
    words: str = ""

    @property
    def line(self) -> str:
        """As it is told."""
        return ": ".join(part for part in (f"{self.health:<18}", self.subject, self.words) if part)


def well(subject: str, words: str = "") -> Finding:
    """It is as it should be."""
    return Finding(health=Health.WELL, subject=subject, words=words)


def doubtful(subject: str, words: str) -> Finding:
    """It may be meant to be like this, or not."""
    return Finding(health=Health.DOUBTFUL, subject=subject, words=words)


def ill(subject: str, words: str) -> Finding:
    """It has to be mended."""
    return Finding(health=Health.ILL, subject=subject, words=words)


def judged(subject: str, words: str, *, is_well: bool) -> Finding:
    """Well, or else to be mended as the words say."""
    return well(subject) if is_well else ill(subject, words)
