"""All that is held of one person, for themselves: what they are told when they ask (UU 27/2022, pasal 7).

What opens doors (hashes, secrets, digests) is told by the day on which it was made only.
"""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import BindParameter, Select, Text, bindparam, cast, func, literal, or_, select

from models.agency import Account, AccountRole, Agency, ApiToken, Person
from models.allowance import DeprecatedUse
from models.evidence_file import EvidenceFile
from models.meeting import Attendance, Meeting
from models.record import History, Idempotency
from models.sign_in import AccountIdentity, AccountLink, Password, PersonSession, SecondFactor, SignInThrottle
from models.target import Evidence
from service.access.named import named
from service.access.throttle import account_bucket, mail_bucket
from service.database import ReadSession
from service.errors import not_found

_Question = Select[*tuple[Any, ...]]
_ACCOUNT: Final[BindParameter[Any]] = bindparam("account_id")
_PERSON: Final[BindParameter[Any]] = bindparam("person_id")
_ACTOR: Final[BindParameter[Any]] = bindparam("actor_id")
_THEIR_TOKENS: Final = select(cast(ApiToken.id, Text)).where(ApiToken.account_id == _ACCOUNT)


_PARTS: Final[Mapping[str, _Question]] = {
    "person": select(
        Person.id,
        Person.name,
        Person.position,
        Agency.name.label("agency"),
        Person.work_email,
        Person.work_phone,
    )
    .outerjoin(Agency, Agency.id == Person.agency_id)
    .where(Person.id == _PERSON),
    "account": select(Account.id, Account.email, Account.recorded_at, Account.closed_at).where(
        Account.id == _ACCOUNT
    ),
    "assignments": select(
        AccountRole.role, Agency.name.label("agency"), AccountRole.region_code, AccountRole.issuer
    )
    .outerjoin(Agency, Agency.id == AccountRole.agency_id)
    .where(AccountRole.account_id == _ACCOUNT)
    .order_by(AccountRole.id),
    "password": select(Password.recorded_at).where(Password.account_id == _ACCOUNT),
    "second_factor": select(SecondFactor.recorded_at, SecondFactor.confirmed_at).where(
        SecondFactor.account_id == _ACCOUNT
    ),
    "identities": select(AccountIdentity.issuer, AccountIdentity.subject, AccountIdentity.recorded_at).where(
        AccountIdentity.account_id == _ACCOUNT
    ),
    "links": select(AccountLink.purpose, AccountLink.recorded_at, AccountLink.expires_at).where(
        AccountLink.account_id == _ACCOUNT
    ),
    "sessions": select(
        PersonSession.recorded_at,
        PersonSession.last_seen_at,
        PersonSession.expires_at,
        PersonSession.agent,
        PersonSession.address,
    ).where(PersonSession.account_id == _ACCOUNT),
    "sign_in_tries": select(SignInThrottle.level, SignInThrottle.filled_at).where(
        SignInThrottle.key.in_(bindparam("buckets", expanding=True))
    ),
    "tokens": select(
        ApiToken.prefix, ApiToken.label, ApiToken.recorded_at, ApiToken.last_used_at, ApiToken.revoked_at
    ).where(ApiToken.account_id == _ACCOUNT),
    "attendances": select(Meeting.title, Meeting.held_on, Attendance.capacity, Attendance.note)
    .join(Meeting, Meeting.id == Attendance.meeting_id)
    .where(Attendance.person_id == _PERSON),
    "changes_of_the_account": select(History.id, History.recorded_at, History.action, History.actor_label)
    .where(History.subject == "account", History.subject_id == _ACCOUNT)
    .order_by(History.id),
    "changes_by_them": select(
        History.id,
        History.recorded_at,
        History.action,
        History.subject,
        History.subject_id,
        History.actor_label,
    )
    .where(History.actor_kind == "PERSON", History.actor_id == _ACTOR, History.subject != "account")
    .order_by(History.id),
    "idempotency_keys": select(Idempotency.operation, Idempotency.recorded_at).where(
        Idempotency.actor_id == _ACTOR
    ),
    "uses_of_deprecated_fields": select(
        DeprecatedUse.day, DeprecatedUse.coordinate, DeprecatedUse.uses
    ).where(DeprecatedUse.client == literal("PERSON ") + _ACTOR),
    "files_of_evidence": select(
        EvidenceFile.id,
        EvidenceFile.recorded_at,
        EvidenceFile.name,
        EvidenceFile.sent_bytes,
        EvidenceFile.media_type,
        EvidenceFile.sha256,
        EvidenceFile.flaw,
        EvidenceFile.latitude,
        EvidenceFile.longitude,
        Evidence.report_id,
    )
    .outerjoin(Evidence, Evidence.file_id == EvidenceFile.id)
    .where(or_(EvidenceFile.actor_id == _ACTOR, EvidenceFile.actor_id.in_(_THEIR_TOKENS)))
    .order_by(EvidenceFile.id),
    "named_in_the_ledger": named().subquery().select(),
}
"""By the name of each part, the question that it answers."""


async def dossier(session: ReadSession, email: str) -> dict[str, list[dict[str, Any]]]:
    """Every part of what is held of the person with the account of an address; NOT_FOUND without one."""
    found = select(Account.id, Account.person_id, Account.email, Person.name)
    found = found.join(Person, Person.id == Account.person_id)
    known = (
        await session.execute(found.where(func.lower(Account.email) == email.strip().lower()))
    ).one_or_none()
    if known is None:
        raise not_found(f"Akun {email}", "email")
    account_id, person_id, address, name = known
    given: dict[str, object] = {
        "account_id": account_id,
        "person_id": person_id,
        "actor_id": str(account_id),
        "named": str(name).lower(),
        "buckets": [account_bucket(address).key, mail_bucket(address).key],
    }
    return {part: await _answer(session, question, given) for part, question in _PARTS.items()}


async def _answer(
    session: ReadSession, question: _Question, given: Mapping[str, object]
) -> list[dict[str, Any]]:
    rows = (await session.execute(question, given)).mappings()
    return [{str(name): value for name, value in row.items()} for row in rows]
