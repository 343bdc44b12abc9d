"""A field that was not given keeps its value; one that was given as None is cleared."""

from enum import Enum
from typing import Final


class Absent(Enum):
    """The type of what was not given; `isinstance(value, Absent)` narrows it away."""

    ABSENT = "\0absent"


ABSENT: Final = Absent.ABSENT
