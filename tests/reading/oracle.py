"""The matrix counted slowly: one pledge and one target at a time, in the words of the rules."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from models.agency import AGENCY_KINDS
from models.pledge import EXECUTIONS, VERDICTS
from models.service_standard import AREA_CODES
from service.rules.lifecycle import Execution
from service.rules.progress import completion_ratio, progress
from service.rules.region_code import is_within
from service.rules.timeliness import Timeliness, timeliness
from tests.reading.world import LEVELS, REGIONS, Aim, Place, Promise, World

Filter = Mapping[str, Any]
NONE = ""
_LEVELS = tuple(LEVELS.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Oracle:
    """Answers about one world under one filter."""

    world: World
    asked: Filter
    kept: tuple[Promise, ...] = ()

    @classmethod
    def of(cls, world: World, asked: Filter) -> "Oracle":
        """One that has looked through the filter already."""
        looking = cls(world=world, asked=asked)
        kept = tuple(each for each in world.promises if looking._passes(each))
        return cls(world=world, asked=asked, kept=kept)

    def heads(self, axis: str) -> list[str]:
        """The keys of an axis in order, that of what has no value last."""
        values = self._values(axis)
        has_none = axis not in {"AGENCY", "AGENCY_KIND", "EXECUTION", "TIMELINESS"}
        return [*values, NONE] if has_none else values

    def pledges(self, at: Filter | None = None) -> list[Promise]:
        """Those of the filter that stand at every value of `at` (key by axis)."""
        return [
            each
            for each in self.kept
            if all(self._stands(each, axis, key) for axis, key in (at or {}).items())
        ]

    def cell(self, at: Filter) -> dict[str, Any]:
        """The counts at these values."""
        pledges = self.pledges(at)
        aims = [aim for each in pledges for aim in each.aims if self._counts(aim, at)]
        found = progress(completion_ratio(aim.verified, aim.quantity, aim.baseline) for aim in aims)
        states = Counter(each.execution for each in pledges)
        return {
            "pledges": len(pledges),
            "targets": len(aims),
            "completed": states["COMPLETED"],
            "overdue": sum(timeliness_of(each) == "OVERDUE" for each in pledges),
            "progress": None if found.mean is None else float(found.mean),
            "byExecution": [
                {"execution": state, "count": states[state]} for state in EXECUTIONS if states[state]
            ],
        }

    def _values(self, axis: str) -> list[str]:
        if axis in _LEVELS:
            return [code for code in REGIONS if LEVELS[len(code)] == axis and self._is_in_sight(code)]
        if axis in {"FISCAL_YEAR", "FUNDING_SOURCE"}:
            return sorted({value for each in self.pledges() for value in _OF_A_PLEDGE[axis](each)})
        own = {"AGENCY": self._agencies, "MEETING": self._meetings, "POSYANDU": self._posts}
        return own[axis]() if axis in own else list(_LISTS[axis])

    def _agencies(self) -> list[str]:
        leads = {each.lead for each in self.pledges()}
        lines = sorted(
            (region, code, f"agency_{key}")
            for key, (region, code, kind) in self.world.agencies.items()
            if (self._is_near(region) or key in leads) and self.asked.get("agencyKind") in {None, kind}
        )
        return [key for _, _, key in lines if self.asked.get("agency") in {None, key}]

    def _meetings(self) -> list[str]:
        origins = {each.meeting for each in self.pledges()}
        lines = sorted(
            (day, f"meeting_{key}")
            for key, (region, day) in self.world.meetings.items()
            if self._is_near(region) or key in origins
        )
        return [key for _, key in lines if self.asked.get("meeting") in {None, key}]

    def _posts(self) -> list[str]:
        lines = sorted(
            (code, f"posyandu_{key}") for key, code in self.world.posts.items() if self._is_in_sight(code)
        )
        return [key for _, key in lines if self.asked.get("posyandu") in {None, key}]

    def _is_in_sight(self, code: str) -> bool:
        """Whether a place lies inside `within`, or is around it."""
        within = self.asked.get("within")
        return within is None or _overlap(code, within)

    def _is_near(self, region: str) -> bool:
        return all(is_within(region, self.asked[name]) for name in ("region", "within") if name in self.asked)

    def _stands(self, each: Promise, axis: str, key: str) -> bool:
        if key == NONE:
            return not any(self._stands(each, axis, value) for value in self._possible(axis))
        if axis in _LEVELS or axis == "POSYANDU":
            return any(self._is_there(place, axis, key) for place in each.places)
        return key in _OF_A_PLEDGE[axis](each)

    def _possible(self, axis: str) -> Iterable[str]:
        """Every value that a pledge could stand at: places only as far as `within` looks."""
        if axis in _LEVELS:
            return [code for code in REGIONS if LEVELS[len(code)] == axis and self._is_in_sight(code)]
        if axis == "POSYANDU":
            return [f"posyandu_{key}" for key, code in self.world.posts.items() if self._is_in_sight(code)]
        return {value for each in self.world.promises for value in _OF_A_PLEDGE[axis](each)}

    def _is_there(self, place: Place, axis: str, key: str) -> bool:
        if axis in _LEVELS:
            return _overlap(place.code, key)
        post = next(post for post in self.world.posts if f"posyandu_{post}" == key)
        return place.post == post or (place.post is None and is_within(self.world.posts[post], place.code))

    def _counts(self, aim: Aim, at: Filter) -> bool:
        """Whether a target stands where the filter and the cell ask its pledge to stand."""
        asked = [*at.items(), *((each["axis"], each["key"]) for each in self.asked.get("at", ()))]
        asked += [("SPM_AREA", self.asked["area"])] if "area" in self.asked else []
        asked += [("POSYANDU", self.asked["posyandu"])] if "posyandu" in self.asked else []
        asked += [("REGENCY", self.asked["within"])] if "within" in self.asked else []
        return all(self._aim_stands(aim, axis, key) for axis, key in asked)

    def _aim_stands(self, aim: Aim, axis: str, key: str) -> bool:
        if key != NONE and (axis in _LEVELS or axis == "POSYANDU"):
            return self._is_there(aim.place, axis, key)
        return axis != "SPM_AREA" or aim.area == key

    def _passes(self, each: Promise) -> bool:
        return all(_FILTERS[name](self, each, value) for name, value in self.asked.items())

    def is_at_all(self, each: Promise, values: Sequence[Mapping[str, str]]) -> bool:
        """Whether a pledge stands at every value of a filter's `at`."""
        return all(self._stands(each, value["axis"], value["key"]) for value in values)

    def is_in(self, each: Promise, code: str) -> bool:
        """Whether a pledge stands at a region."""
        return any(_overlap(place.code, code) for place in each.places)

    def is_at_post(self, each: Promise, key: str) -> bool:
        """Whether a pledge stands at a post."""
        return self._stands(each, "POSYANDU", key)


def _overlap(one: str, other: str) -> bool:
    return is_within(one, other) or is_within(other, one)


def timeliness_of(each: Promise) -> str:
    """Where it stands towards its due date on the day on which it is looked at."""
    return timeliness(each.due_on, Execution(each.execution), each.stopped_on, each.day)


_LISTS: dict[str, Sequence[str]] = {
    "AGENCY_KIND": AGENCY_KINDS,
    "SPM_AREA": AREA_CODES,
    "EXECUTION": EXECUTIONS,
    "VERDICT": VERDICTS,
    "TIMELINESS": tuple(Timeliness),
}
_OF_A_PLEDGE: dict[str, Callable[[Promise], set[str]]] = {
    "AGENCY": lambda each: {f"agency_{each.lead}"},
    "AGENCY_KIND": lambda each: {each.kind},
    "SPM_AREA": lambda each: set(each.areas),
    "MEETING": lambda each: {f"meeting_{each.meeting}"} if each.meeting else set(),
    "FISCAL_YEAR": lambda each: {str(each.year)} if each.year else set(),
    "FUNDING_SOURCE": lambda each: set(each.money),
    "EXECUTION": lambda each: {each.execution},
    "VERDICT": lambda each: {each.verdict} if each.verdict else set(),
    "TIMELINESS": lambda each: {timeliness_of(each)},
}
_FILTERS: dict[str, Callable[[Oracle, Promise, Any], bool]] = {
    "agency": lambda _, each, value: value == f"agency_{each.lead}",
    "agencyKind": lambda _, each, value: value == each.kind,
    "area": lambda _, each, value: value in _OF_A_PLEDGE["SPM_AREA"](each),
    "within": lambda oracle, each, value: oracle.is_in(each, value),
    "region": lambda _, each, value: is_within(each.region, value),
    "posyandu": lambda oracle, each, value: oracle.is_at_post(each, value),
    "meeting": lambda _, each, value: value == f"meeting_{each.meeting}",
    "fiscalYear": lambda _, each, value: value == each.year,
    "fundingSource": lambda _, each, value: value in each.money,
    "execution": lambda _, each, value: each.execution in value,
    "verdict": lambda _, each, value: value == each.verdict,
    "timeliness": lambda _, each, value: timeliness_of(each) in value,
    "search": lambda _, each, value: value in f"janji {each.number}",
    "maxMaturity": lambda _, each, value: each.maturity <= value,
    "at": lambda oracle, each, value: oracle.is_at_all(each, value),
}
