"""In what capacity somebody stands towards one pledge: the 'who may' of the lifecycle.

Whether somebody is signed in, and what a token is scoped to, is decided in access.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from enum import StrEnum


class Standing(StrEnum):
    """A capacity towards one pledge. An asker may have several, or none."""

    LEAD_LIAISON = "LEAD_LIAISON"
    PARTNER_LIAISON = "PARTNER_LIAISON"
    SECRETARIAT = "SECRETARIAT"
    INDEPENDENT_SECRETARIAT = "INDEPENDENT_SECRETARIAT"
    SYSTEM = "SYSTEM"


WORDS: dict[Standing, tuple[str, str]] = {
    Standing.LEAD_LIAISON: ("narahubung instansi penanggung jawab", "the lead agency's liaison"),
    Standing.PARTNER_LIAISON: ("narahubung instansi pendukung", "a supporting agency's liaison"),
    Standing.SECRETARIAT: ("sekretariat wilayah ini", "the secretariat of this region"),
    Standing.INDEPENDENT_SECRETARIAT: (
        "sekretariat dari instansi yang bukan penanggung jawab atau pelapor",
        "a secretariat whose agency neither leads nor reports on this pledge",
    ),
    Standing.SYSTEM: ("sistem", "the system"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """Who asks. `region_covers_pledge`: the pledge's region lies within the asker's own."""

    liaison: bool = False
    secretariat: bool = False
    system: bool = False
    agency: Hashable = None
    region_covers_pledge: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Parties:
    """The agencies of a pledge: the lead, the other roles, and whoever has reported on it."""

    lead: Hashable
    partners: frozenset[Hashable] = frozenset()
    reporters: frozenset[Hashable] = frozenset()


def standings(asker: Asker, parties: Parties) -> frozenset[Standing]:
    """Every capacity in which the asker stands towards a pledge with these parties."""
    held: set[Standing] = set()
    if asker.system:
        held.add(Standing.SYSTEM)
    if asker.liaison and asker.agency is not None:
        held |= _liaison_standings(asker.agency, parties)
    if asker.secretariat and asker.region_covers_pledge:
        held.add(Standing.SECRETARIAT)
        if is_independent(asker.agency, parties):
            held.add(Standing.INDEPENDENT_SECRETARIAT)
    return frozenset(held)


def is_independent(agency: Hashable, parties: Parties) -> bool:
    """Whether the agency neither leads nor reported. No agency (None) cannot be shown to be another."""
    return agency is not None and agency != parties.lead and agency not in parties.reporters


def _liaison_standings(agency: Hashable, parties: Parties) -> set[Standing]:
    if agency == parties.lead:
        return {Standing.LEAD_LIAISON}
    return {Standing.PARTNER_LIAISON} if agency in parties.partners else set()
