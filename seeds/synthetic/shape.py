"""How much there is of everything: the province that one can look at, and the nation that is measured."""

from dataclasses import dataclass

GENERATION = "2"
"""Counts up whenever the same shape gives other rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What to make. Whole regencies with `share` of the villages take part; the other figures are exact."""

    name: str
    provinces: tuple[str, ...] = ()
    """Empty: all of them."""
    share: float = 1.0
    posyandu: int
    agencies: int
    pledges: int
    targets: int
    reports: int
    seed: int = 0
    """Another one gives as many of everything: other pledges, by agencies with other habits."""

    def key(self, thing: object) -> str:
        """What the dice of a thing are seeded by."""
        return f"{self.seed}:{thing}" if self.seed else str(thing)


SMALLEST = 0.002
"""One regency of 514."""

PROVINCE = Shape(
    name="province",
    provinces=("64",),
    posyandu=3_600,
    agencies=400,
    pledges=7_000,
    targets=50_000,
    reports=170_000,
)


def national(scale: float) -> Shape:
    """The nation, or so much of it: fewer regencies, each as full as all of them are."""
    return Shape(
        name=f"national {scale:g}",
        share=scale,
        posyandu=round(216_000 * scale),
        agencies=round(12_000 * scale),
        pledges=round(400_000 * scale),
        targets=round(3_000_000 * scale),
        reports=round(10_000_000 * scale),
    )
