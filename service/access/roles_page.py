"""docs/roles.md, as the policy and the laws have it: who may do and see what."""

from collections.abc import Iterable, Mapping
from typing import Final

from service.access.tokens import ROLE_OF_SCOPE
from service.rules.lifecycle import ACTION_WORDS, WHO_EVER_MAY
from service.rules.policy import (
    ACTIONS,
    BESIDES,
    CONDITION_WORDS,
    ROLE_WORDS,
    SIGHT_WORDS,
    SIGHTS,
    Condition,
    Role,
    Rule,
)
from service.rules.standing import Standing

_SHOWN: Final = tuple(role for role in Role if role is not Role.SYSTEM)
_STANDINGS: Final[Mapping[Standing, str]] = {
    Standing.LEAD_LIAISON: "narahubung utama · lead's liaison",
    Standing.PARTNER_LIAISON: "narahubung pendukung · partner's liaison",
    Standing.SECRETARIAT: "sekretariat wilayah · region's secretariat",
    Standing.INDEPENDENT_SECRETARIAT: "independen · independent",
}
_INTRODUCTION: Final = """\
# Siapa boleh apa · Who may do what

Halaman ini ditulis `./run export-roles` dari tabel kebijakan (`service/rules/policy.py`). · This page is
written by `./run export-roles` from the table of policy.

Siapa yang bertanya dikenali dari tokennya, atau dari sesi orangnya. Satu orang dapat memegang beberapa
penugasan; permintaannya bertindak dalam satu penugasan saja, yang dipilih sesinya. Token dibuat
administrator atau `./run token create`, disimpan hanya sebagai SHA-256, dan dapat dicabut, yang berlaku di
mana pun dalam satu detik. Token tidak dapat berbuat lebih dari cakupannya: token seorang
narahubung yang hanya memegang `read` membaca saja. Akun yang ditutup membawa serta tokennya.

Who asks is known by the token, or by the person's session. A person may hold several assignments; a
request acts under one of them, which the session has chosen. Tokens are made by administrators or by
`./run token create`, kept as SHA-256 only, and can be revoked, which counts everywhere within a second. A
token can do no more than its scopes: a liaison's token that holds only `read` only reads. A closed account
takes its tokens along.
"""
_SEEING: Final = """\
## Siapa melihat apa · Who sees what

Yang tidak tampak kosong atau tidak ada, di mana pun ia dibaca. · What is not seen is empty or absent,
wherever it is read.
"""
_DOING: Final = """\
## Siapa mengubah apa · Who changes what

Setiap mutasi, dan yang diubah di luar graf. Yang tidak tertulis di sini tidak dapat dilakukan siapa pun.
Komitmen: juga menurut daur hidup di bawah. Yang menyangkut dua komitmen, atau permintaan dan komitmen yang
menjawabnya: keduanya di wilayahnya. · Every mutation, and what is changed beside the graph. What is not
written here nobody can do. Pledges: also by their life below. What concerns two pledges, or a request and
the pledge that answers it: both lie within the region.
"""
_LIVING: Final = """\
## Daur hidup komitmen · The life of a pledge

*Independen*: sekretariat dari instansi yang bukan penanggung jawab dan bukan pelapor. Laporan diterima
atau dikembalikan hanya oleh instansi lain daripada pelapornya. Sesudah disepakati, isi komitmen (jumlah,
tempat, tenggat) diubah sekretariat saja, dengan alasan.

*Independent*: a secretariat whose agency neither leads nor reports on the pledge. Reports are accepted or
returned only by another agency than the one that sent them. Once agreed, only the secretariat changes the
terms, with a reason.
"""


def roles_page() -> str:
    """The whole page."""
    parts = (
        *(_INTRODUCTION, _table(("cakupan · scope", "peran · role", "siapa · who"), _roles())),
        *(_SEEING, _table(("", *(f"`{role}`" for role in _SHOWN)), _sights())),
        *(_DOING, _table(("mutasi · mutation", *(f"`{role}`" for role in _doers())), _actions())),
        *(_LIVING, _table(("tindakan · action", *_STANDINGS.values()), _lives())),
    )
    return "\n".join(parts)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = (head, ("---",) * len(head), *rows)
    ruled = (
        "|".join(("", *cells, "")) if cells[0] == "---" else f"| {' | '.join(cells)} |" for cells in lines
    )
    return "".join(f"{line}\n" for line in ruled)


def _roles() -> Iterable[tuple[str, ...]]:
    scopes = {role: f"`{scope}`" for scope, role in ROLE_OF_SCOPE.items()}
    ways = {Role.PUBLIC: "(tanpa · none)"} | scopes
    return ((ways.get(role, "(akun · account)"), f"`{role}`", _both(ROLE_WORDS[role])) for role in _SHOWN)


def _sights() -> Iterable[tuple[str, ...]]:
    for sight, rule in SIGHTS.items():
        yield (_both(SIGHT_WORDS[sight]), *(_cell(rule, role) for role in _SHOWN))


def _doers() -> tuple[Role, ...]:
    """The roles that may change anything at all."""
    return tuple(role for role in _SHOWN if any(role in rule for rule in ACTIONS.values()))


def _actions() -> Iterable[tuple[str, ...]]:
    for name, rule in (*ACTIONS.items(), *BESIDES.items()):
        yield (f"`{name}`", *(_cell(rule, role) for role in _doers()))


def _lives() -> Iterable[tuple[str, ...]]:
    for action, who in WHO_EVER_MAY.items():
        yield (
            f"`{action}` {_both(ACTION_WORDS[action])}",
            *("ya" if one in who else "-" for one in _STANDINGS),
        )


def _cell(rule: Rule, role: Role) -> str:
    held = rule.get(role, frozenset[Condition]())
    return "; ".join(_both(CONDITION_WORDS[one]) for one in Condition if one in held) or "-"


def _both(words: tuple[str, str]) -> str:
    return " · ".join(words)
