"""What was made for a key is kept, the least recently used let go first, and the whole never too heavy."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Remembered(Generic[Value]):
    """Values by key; `made` counts how often one had to be made."""

    def __init__(self, weigh: Callable[[Value], int], heaviest: int) -> None:
        self._weigh = weigh
        self._heaviest = heaviest
        self._weight = 0
        self._values: OrderedDict[Hashable, Value] = OrderedDict()
        self.made = 0

    def __len__(self) -> int:
        return len(self._values)

    def known(self, key: Hashable) -> Value | None:
        """The value of `key`, if it is there."""
        known = self._values.get(key)
        if known is not None:
            self._values.move_to_end(key)
        return known

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """The value of `key`, made if it is not there; what `make` raises is not remembered."""
        known = self.known(key)
        if known is not None:
            return known
        made = self._values[key] = make()
        self.made += 1
        self._weight += self._weigh(made)
        while self._weight > self._heaviest and len(self._values) > 1:
            _, oldest = self._values.popitem(last=False)
            self._weight -= self._weigh(oldest)
        return made
