"""How a field of the graph says which arguments it takes; the function that declares them never runs."""

from collections.abc import Callable
from datetime import date, datetime
from inspect import Parameter, Signature
from typing import Annotated, Any, Final

import strawberry


def described(kind: Any, description: str, name: str | None = None) -> Any:  # noqa: ANN401 - a type
    """The type of an argument, with what it is for; `name` where Python has the word for itself."""
    return Annotated[kind, strawberry.argument(description=description, name=name)]


PAGING: Final[dict[str, Any]] = {
    "first": described(int | None, "How many from the front, 0 to 100; or `last`, never both."),
    "after": described(str | None, "The cursor after which to begin, with `first`."),
    "last": described(int | None, "How many from the back, 0 to 100; or `first`, never both."),
    "before": described(str | None, "The cursor before which to end, with `last`."),
}
"""What every connection takes."""
LOOKING_BACK: Final[dict[str, Any]] = {
    "as_of": described(
        date | None,
        "Effective: the state of the world on this day, by what is known; today when absent. Before the "
        "first record there is nothing; on a day ahead nothing but the timeliness has changed.",
    ),
    "known_on": described(
        datetime | None,
        "Recorded: only what was known at this instant; without `asOf`, of its own day. Now when absent "
        "or ahead.",
    ),
}
"""What may be read as of any date."""


def takes(
    *,
    defaults: dict[str, object] | None = None,
    returns: Any = Any,  # noqa: ANN401 - a type
    **arguments: Any,  # noqa: ANN401 - types
) -> Callable[..., Any]:
    """A function that declares these arguments; those that may be null may be left out."""

    def declared(**given: object) -> Any:  # noqa: ANN401 - it never runs
        raise NotImplementedError(given)

    defaults = defaults or {}
    parameters = [
        Parameter(name, Parameter.KEYWORD_ONLY, annotation=kind, default=_default(name, kind, defaults))
        for name, kind in arguments.items()
    ]
    declared.__dict__["__signature__"] = Signature(parameters, return_annotation=returns)
    return declared


def _default(name: str, kind: Any, defaults: dict[str, object]) -> object:  # noqa: ANN401 - a type
    if name in defaults:
        return defaults[name]
    may_be_null = type(None) in getattr(kind.__origin__, "__args__", ())
    return strawberry.UNSET if may_be_null else Parameter.empty
