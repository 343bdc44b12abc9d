"""The rows before the first pledge: offices, indicators, posts, and the meetings with who came to them."""

from collections.abc import Iterator

from seeds.synthetic.days import FIRST_DAY, instant, moment_on
from seeds.synthetic.dice import Dice
from seeds.synthetic.gatherings import Gathering
from seeds.synthetic.ground import Ground
from seeds.synthetic.rows import Batch, Row, new_batch, row_of
from seeds.synthetic.themes import MEASURES, THEMES
from seeds.synthetic.trail import Hand, as_json
from service.rules.vocabulary import AgencyKind, SpmAreaCode

_FLOWERS = ("Melati", "Mawar", "Anggrek", "Kenanga", "Cempaka", "Dahlia", "Teratai", "Kamboja", "Flamboyan")
_SOURCE = "Notula sintetis; bukan sumber nyata"
_MAPPING = "Pemetaan sintetis; bukan sumber nyata"
_AT_ONCE = 20_000


def scenery(ground: Ground) -> Iterator[Batch]:
    """Everything, in batches."""
    batch = new_batch()
    batch["agency"] = [
        (one.id, one.region, one.code, one.name, one.short_name, one.kind, True) for one in ground.offices
    ]
    batch["agency_mandate"] = list(_mandates(ground))
    batch["indicator"] = [
        (
            ground.indicators[one.name, one.unit],
            f"{one.name} (sintetis)",
            one.unit,
            one.kind,
            one.over_periods,
            one.over_places,
            True,
        )
        for one in MEASURES.values()
    ]
    yield batch
    yield from _posts(ground)
    yield from _meetings(ground)


def _mandates(ground: Ground) -> Iterator[Row]:
    """Every office answers for the areas of its kind; the governments of villages for none in particular."""
    recorded_at = instant(moment_on(FIRST_DAY))
    for office in ground.offices:
        if office.kind is not AgencyKind.VILLAGE_GOVERNMENT:
            for area in office.areas:
                if area != SpmAreaCode.LINTAS_BIDANG:
                    key = Dice("mandate", str(office.id), area).id(moment_on(FIRST_DAY))
                    yield key, office.id, area, _MAPPING, recorded_at


def _posts(ground: Ground) -> Iterator[Batch]:
    batch = new_batch()
    dice, before, number = Dice("posyandu names"), "", 0
    recorded_at = instant(moment_on(FIRST_DAY))
    for village, post in zip(ground.posts.villages, ground.posts.ids, strict=True):
        number = number + 1 if village == before else 1
        before = village
        name = f"Posyandu Sintetis {dice.one(_FLOWERS)} {number}"
        batch["posyandu"].append((post, village, name, True, recorded_at))
        if len(batch["posyandu"]) == _AT_ONCE:
            yield batch
            batch = new_batch()
    yield batch


def _meetings(ground: Ground) -> Iterator[Batch]:
    batch = new_batch()
    for gatherings in ground.gatherings.values():
        for gathering in gatherings:
            _meeting(batch, ground, gathering)
        if len(batch["attendance"]) > _AT_ONCE:
            yield batch
            batch = new_batch()
    yield batch


def _meeting(batch: Batch, ground: Ground, gathering: Gathering) -> None:
    office = ground.verifiers(gathering.region)[0]
    hand, moment = Hand.secretariat(office), gathering.moment
    said: dict[str, object] = {
        "title": gathering.title,
        "kind": gathering.kind,
        "held_on": gathering.held_on,
        "reported_on": None,
        "venue": f"Kantor {office.short_name}",
        "region_code": gathering.region,
        "led_by": f"Kepala {office.short_name}",
        "source": _SOURCE,
    }
    row: dict[str, object] = {
        "id": gathering.id,
        "attendance_complete": gathering.is_complete,
        "synthetic": True,
        "version": 2,
        "recorded_at": instant(moment + 0.2),
    }
    batch["meeting"].append(row_of("meeting", {**said, **row}))
    _tell(batch, hand, ("meeting", gathering, "RECORD_MEETING"), 0.2, said)
    _attendance(batch, hand, gathering)
    if gathering.directive_id is not None:
        _directive(batch, hand, gathering, ground.names[gathering.region])


def _attendance(batch: Batch, hand: Hand, gathering: Gathering) -> None:
    dice = Dice("attendance", gathering.id)
    batch["attendance"] += [
        (dice.id(gathering.moment + 0.3), gathering.id, one.id, capacity)
        for one, capacity in gathering.attendance
    ]
    after: dict[str, object] = {
        "attendance": [{"agency_id": one.id, "capacity": capacity} for one, capacity in gathering.attendance]
    }
    if gathering.is_complete:
        after["attendance_complete"] = True
    _tell(batch, hand, ("meeting", gathering, "RECORD_ATTENDANCE"), 0.3, after)


def _directive(batch: Batch, hand: Hand, gathering: Gathering, name: str) -> None:
    theme = Dice("directive", gathering.id).one(THEMES)
    said: dict[str, object] = {
        "meeting_id": gathering.id,
        "title": f"Arahan: {theme.quote} (sintetis)",
        "quote": f"semua instansi agar menganggarkan {theme.quote}",
        "speaker": None,
        "source": _SOURCE,
        "addressed_to": f"Semua instansi {name} (sintetis)",
        "region_code": gathering.region,
    }
    batch["directive"].append(
        (
            gathering.directive_id,
            gathering.id,
            hand.agency_id,
            gathering.region,
            said["title"],
            said["quote"],
            _SOURCE,
            said["addressed_to"],
            instant(gathering.moment + 0.4),
        )
    )
    batch["directive_area"].append((gathering.directive_id, theme.area))
    _tell(batch, hand, ("directive", gathering, "RECORD_DIRECTIVE"), 0.4, {**said, "areas": [theme.area]})


def _tell(
    batch: Batch, hand: Hand, what: tuple[str, Gathering, str], later: float, after: dict[str, object]
) -> None:
    subject, gathering, action = what
    batch["history"].append(
        (
            subject,
            gathering.directive_id if subject == "directive" else gathering.id,
            None,
            action,
            gathering.held_on,
            instant(gathering.moment + later),
            "TOKEN",
            hand.id,
            hand.label,
            hand.agency_id,
            "{}",
            as_json(after),
            None,
            False,
        )
    )
