"""What a request shows to say who asks: a program's token, a person's session, or nothing."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """At most one of the two. Their texts are left out of what it prints."""

    token: str | None = field(default=None, repr=False)
    session: str | None = field(default=None, repr=False)
    assignment: str | None = None
    """Under which of the person's assignments the request means to act, if it says so."""

    @property
    def is_nothing(self) -> bool:
        """Whether nobody in particular asks."""
        return self.token is None and self.session is None


NOTHING = Credential()
