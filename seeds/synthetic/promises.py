"""What one synthetic pledge says: who, what, where, until when; made from its draft alone."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from seeds.synthetic.days import END, day_of
from seeds.synthetic.dice import Dice
from seeds.synthetic.drafting import Draft, Drafts
from seeds.synthetic.gatherings import Gathering, latest_before
from seeds.synthetic.ground import VERIFIERS, Ground, level_of_law
from seeds.synthetic.offices import Office
from seeds.synthetic.themes import BY_AREA, Measure, Theme
from service.rules.lifecycle import Execution
from service.rules.location_scope import Scope, parse
from service.rules.vocabulary import AgencyKind, AgencyRole

_PROVINCE, _REGENCY, _DISTRICT = 2, 5, 8
_ROLES = ((AgencyRole.SUPPORT, 6), (AgencyRole.JOINT, 3), (AgencyRole.FUNDER, 1))
_MOST_NAMED = 40
_SHORTEST, _LONGEST = 45, 420
EVIDENCE_RULE = "Foto kegiatan dan daftar hadir tiap Posyandu (sintetis)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """A target to be, at a post or a region."""

    post: uuid.UUID | None
    region: str | None
    area: str
    service: str | None
    measure: Measure | None
    baseline: Decimal | None
    quantity: Decimal | None
    due_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """So many percent of a base, whose amount may be known."""

    percent: Decimal
    base: str
    period: str
    base_amount: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """What is promised. Whether all of it is known yet depends on how far the pledge comes."""

    id: uuid.UUID
    former: uuid.UUID | None
    moment: float
    region: str
    lead: Office
    partners: tuple[tuple[Office, AgencyRole], ...]
    gathering: Gathering | None
    directive_id: uuid.UUID | None
    pledged_on: date
    theme: Theme
    title: str
    areas: tuple[str, ...]
    service: str | None
    scope: Scope | None
    due_on: date | None
    planned_days: int
    """How long it is meant to take, said or not."""
    ratio: Ratio | None
    evidence_rule: str | None
    """Known from the beginning only to a successor whose former had one."""
    aims: tuple[Aim, ...]

    @property
    def year(self) -> int:
        """The year that it is numbered in: a successor's begins with it."""
        return (self.pledged_on if self.former is None else day_of(self.moment)).year

    @property
    def agencies(self) -> frozenset[uuid.UUID]:
        """All that carry it."""
        return frozenset((self.lead.id, *(office.id for office, _ in self.partners)))


def promise_of(ground: Ground, drafts: Drafts, draft: Draft) -> Promise:
    """The promise of a draft; a successor repeats that of its former, led by somebody else."""
    if draft.former is None:
        return _spoken(ground, draft)
    left = drafts[draft.former]
    former = _spoken(ground, left)
    dice = Dice("successor", draft.key)
    others = [one for one in ground.neighbours(former.region) if one.id != former.lead.id]
    lead = dice.one(others)
    return replace(
        former,
        id=dice.id(draft.moment),
        former=former.id,
        moment=draft.moment,
        lead=lead,
        partners=tuple(pair for pair in former.partners if pair[0].id != lead.id),
        evidence_rule=None if left.reached is Execution.SPECIFIED else EVIDENCE_RULE,
    )


def _spoken(ground: Ground, draft: Draft) -> Promise:
    dice = Dice("pledge", draft.key)
    lead = dice.one(dice.weighted(ground.leads))
    theme = dice.one(BY_AREA[dice.one(lead.areas)])
    region = _region(ground, dice, lead)
    gathering = latest_before(ground.gatherings[region[:_REGENCY]], draft.moment)
    pledged_on = gathering.held_on if gathering else day_of(max(0.0, draft.moment - dice.within(0, 4)))
    is_vague = draft.reached is Execution.RECORDED
    planned_days = dice.between(*_plans(draft))
    due_on = pledged_on + timedelta(days=planned_days)
    areas = (
        (theme.area,) if theme.area == "LINTAS_BIDANG" or dice.chance(0.8) else (theme.area, "LINTAS_BIDANG")
    )
    service = _service(ground, dice, region, theme.area)
    aims = _aims(ground, dice, draft, _Frame(region=region, theme=theme, service=service, due_on=due_on))
    return Promise(
        id=dice.id(draft.moment),
        former=None,
        moment=draft.moment,
        region=region,
        lead=lead,
        partners=_partners(ground, dice, region, lead),
        gathering=gathering,
        directive_id=gathering.directive_id if gathering and dice.chance(0.3) else None,
        pledged_on=pledged_on,
        theme=theme,
        title=f"{theme.quote[0].upper()}{theme.quote[1:]}, {ground.names[region]} (sintetis)",
        areas=tuple(sorted(areas)),
        service=service if not is_vague or dice.chance(0.3) else None,
        scope=_vague_scope(dice, region) if is_vague else _scope(dice, region, aims),
        due_on=due_on if not is_vague or dice.chance(0.3) else None,
        planned_days=planned_days,
        ratio=_ratio(dice) if lead.kind is AgencyKind.NON_STRUCTURAL_BODY else None,
        evidence_rule=None,
        aims=aims,
    )


def _plans(draft: Draft) -> tuple[int, int]:
    """Days from the shortest to the longest plan; what is completed by now was not planned for longer."""
    passed = (day_of(END) - day_of(draft.moment)).days
    return _SHORTEST, min(_LONGEST, passed) if draft.reached is Execution.COMPLETED else _LONGEST


def _region(ground: Ground, dice: Dice, lead: Office) -> str:
    """That of the agency; one of a province also promises something in one of its regencies."""
    if len(lead.region) != _PROVINCE or dice.chance(0.6):
        return lead.region
    return dice.one([code for code in ground.regencies if code.startswith(lead.region)])


def _service(ground: Ground, dice: Dice, region: str, area: str) -> str | None:
    services = ground.services.get((level_of_law(region), area), ())
    return dice.one(services) if services and dice.chance(0.5) else None


def _partners(ground: Ground, dice: Dice, region: str, lead: Office) -> tuple[tuple[Office, AgencyRole], ...]:
    """Never those who verify: one of the two has to be left for that."""
    others = [office for office in ground.neighbours(region)[VERIFIERS:] if office.id != lead.id]
    chosen = dice.some(others, dice.weighted(((0, 5), (1, 3), (2, 2))))
    return tuple((office, dice.weighted(_ROLES)) for office in chosen)


def _ratio(dice: Dice) -> Ratio:
    return Ratio(
        percent=Decimal(dice.between(5, 70)),
        base="dana zakat terkumpul (sintetis)",
        period="per tahun",
        base_amount=Decimal(dice.between(100, 9_000)) * 1_000_000 if dice.chance(0.5) else None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Frame:
    region: str
    theme: Theme
    service: str | None
    due_on: date


def _aims(ground: Ground, dice: Dice, draft: Draft, frame: _Frame) -> tuple[Aim, ...]:
    """Targets at posts that stand side by side, now and then at their districts."""
    measures = frame.theme.measures[: dice.between(1, len(frame.theme.measures))]
    posts = ground.posts.within(frame.region)
    first = dice.below(len(posts)) if posts else 0
    at_districts = dice.chance(0.06) and len(frame.region) < _DISTRICT
    aims: list[Aim] = []
    for number in range(draft.targets):
        post, region = None, frame.region
        if posts:
            place = posts[(first + number // len(measures)) % len(posts)]
            post = None if at_districts else ground.posts.ids[place]
            region = ground.posts.villages[place][:_DISTRICT] if at_districts else None
        measure = measures[number % len(measures)]
        aims.append(_aim(dice, draft, frame, measure, (post, region)))
    return tuple(aims)


def _aim(
    dice: Dice, draft: Draft, frame: _Frame, measure: Measure, place: tuple[uuid.UUID | None, str | None]
) -> Aim:
    post, region = place
    is_vague = draft.reached is Execution.RECORDED
    quantity = Decimal(dice.between(measure.low, measure.high))
    grows = measure.over_periods == "LATEST" and measure.kind == "QUANTITY" and dice.chance(0.5)
    return Aim(
        post=post,
        region=region,
        area=frame.theme.area,
        service=frame.service,
        measure=None if is_vague and dice.chance(0.5) else measure,
        baseline=quantity // 3 if grows and not is_vague else None,
        quantity=None if is_vague else quantity,
        due_on=frame.due_on if not is_vague and dice.chance(0.3) else None,
    )


def _vague_scope(dice: Dice, region: str) -> Scope | None:
    words = {"words": "daerah yang membutuhkan (sintetis)"}
    trees: tuple[tuple[dict[str, object] | None, int], ...] = (
        (None, 5),
        (dict(words), 3),
        ({"posyanduWithin": [region]}, 2),
    )
    tree = dice.weighted(trees)
    return None if tree is None else parse(tree)


def _scope(dice: Dice, region: str, aims: Sequence[Aim]) -> Scope:
    """The posts or districts of the targets by name, or all posts within the region."""
    posts = list(dict.fromkeys(str(aim.post) for aim in aims if aim.post))
    districts = list(dict.fromkeys(aim.region for aim in aims if aim.region))
    if districts and dice.chance(0.7):
        return parse({"regions": districts})
    if not posts or len(posts) > _MOST_NAMED or dice.chance(0.3):
        return parse({"posyanduWithin": [region]})
    named: dict[str, object] = {"posyandu": posts}
    if dice.chance(0.15):
        return parse({"anyOf": [named, {"regions": [region]}]})
    return parse(named)
