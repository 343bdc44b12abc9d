"""`./run doctor`: nothing to say of a deployment that is well, and what to fix of one that is not."""

import os
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import text

from service.attaching import Addresses
from service.database import Database
from service.ledger.rollup.building import ensure_built
from service.ledger.seal_key import seal_key
from service.trust import ASKERS
from tests.evidence.bucket import NAME, bucket, kept_in
from tests.verbs import Said, run_verb

_FOR_NOBODY = (
    "REVOKE SELECT ON holiday "
    "FROM ikrar_app, ikrar_public, ikrar_liaison, ikrar_secretariat, ikrar_administrator"
)


@pytest.fixture
async def deployed(own_addresses: Addresses, tmp_path: Path) -> dict[str, str]:
    """The settings of a deployment to which nothing is lacking but a service that runs."""
    database = await Database.open(own_addresses.service, size=1)
    await ensure_built(database, lambda _: None)
    await database.close()
    seal_key(tmp_path / "seal.key")
    secrets, stamp = tmp_path / "secrets.key", tmp_path / "backup.stamp"
    secrets.write_bytes(Fernet.generate_key())
    secrets.chmod(0o600)
    stamp.touch()
    return {
        "DATABASE_URL": own_addresses.service,
        "OWNER_DATABASE_URL": own_addresses.owner,
        **{f"DATABASE_URL_{trust}": url for trust, url in (own_addresses.logins or {}).items()},
        "DATA_DIR": str(tmp_path),
        "SEAL_KEY_FILE": str(tmp_path / "seal.key"),
        "SECRETS_KEY_FILE": str(secrets),
        "PUBLIC_URL": "https://127.0.0.1:1",
        "TRUSTED_PROXIES": "127.0.0.1",
        "SECOND_FACTOR_FOR": "administrator, secretariat",
        "SMTP_URL": "smtps://mail.example.go.id",
        "BACKUP_STAMP": str(stamp),
        "PORT": "1",
    }


async def _doctor(environ: dict[str, str], **other: str) -> Said:
    return await run_verb({**environ, **other}, "doctor")


def _told(said: Said, health: str) -> list[str]:
    """The subjects of this health."""
    lines = [line.split(": ") for line in said.out.splitlines()[:-1]]
    return [line[1] for line in lines if line[0].strip() == health]


async def test_of_a_deployment_that_is_well_nothing_is_to_be_fixed(deployed: dict[str, str]) -> None:
    said = await _doctor(deployed)
    # The tests' own server does not have to survive a power cut; nobody serves, here or behind a proxy.
    assert _told(said, "PERBAIKI / FIX") == ["fsync, full_page_writes", "synchronous_commit"]
    assert _told(said, "PERIKSA / LOOK AT") == ["service", "proxy"]
    assert said.status == 1
    assert said.out.splitlines()[-1].startswith("PERBAIKI / FIX: 2; PERIKSA / LOOK AT: 2; baik / well: 25")


@pytest.mark.parametrize(
    "name, value, subject",
    [
        ("PUBLIC_URL", "http://ikrar.example.go.id", "PUBLIC_URL"),
        ("TRUSTED_PROXIES", "", "TRUSTED_PROXIES"),
        ("SEAL_KEY_FILE", "", "SEAL_KEY_FILE"),
        ("OWNER_DATABASE_URL", "", "OWNER_DATABASE_URL"),
        ("BACKUP_STAMP", "/nowhere", "backup"),
        ("DISK_FREE_MB", "99999999", "disk"),
        ("DISK_FREE_MB", "99999999", "EVIDENCE_DIR disk"),
        ("EVIDENCE_DIR", "/dev/null", "EVIDENCE_DIR"),
        ("EVIDENCE_S3_URL", "http://key:rahasia@127.0.0.1:1/bukti", "EVIDENCE_S3_URL"),
    ],
)
async def test_a_setting_that_is_ill_is_named(
    deployed: dict[str, str], name: str, value: str, subject: str
) -> None:
    said = await _doctor(deployed, **{name: value})
    assert subject in _told(said, "PERBAIKI / FIX")
    (line,) = [line for line in said.out.splitlines() if line.startswith(f"PERBAIKI / FIX    : {subject}:")]
    assert " / " in line.partition(f"{subject}: ")[2]
    assert "rahasia" not in said.out


@pytest.mark.parametrize(
    "name, value, subject",
    [
        ("PUBLIC_URL", "", "PUBLIC_URL"),
        ("SECRETS_KEY_FILE", "", "SECRETS_KEY_FILE"),
        ("SMTP_URL", "", "SMTP_URL"),
        ("SECOND_FACTOR_FOR", "administrator", "SECOND_FACTOR_FOR"),
        ("BACKUP_STAMP", "", "backup"),
    ],
)
async def test_what_may_be_meant_so_is_to_be_looked_at(
    deployed: dict[str, str], name: str, value: str, subject: str
) -> None:
    assert subject in _told(await _doctor(deployed, **{name: value}), "PERIKSA / LOOK AT")


async def test_keys_that_others_read_or_that_are_none_and_an_old_backup_are_found(
    deployed: dict[str, str],
) -> None:
    _spoil(deployed)
    said = await _doctor(deployed)
    assert _told(said, "PERBAIKI / FIX")[:3] == ["SEAL_KEY_FILE", "SECRETS_KEY_FILE", "backup"]
    assert f"chmod 600 {deployed['SEAL_KEY_FILE']}" in said.out


async def test_a_bucket_that_keeps_files_is_well_and_nothing_is_left_in_it(
    deployed: dict[str, str], tmp_path: Path
) -> None:
    with bucket(tmp_path / "said") as url:
        for _ in range(2):
            assert "EVIDENCE_S3_URL" in _told(await _doctor(deployed, EVIDENCE_S3_URL=url), "baik / well")
        assert kept_in(url) == []
        wrong = url.replace(NAME, "ember-lain")
        assert "EVIDENCE_S3_URL" in _told(await _doctor(deployed, EVIDENCE_S3_URL=wrong), "PERBAIKI / FIX")


def _spoil(deployed: dict[str, str]) -> None:
    Path(deployed["SEAL_KEY_FILE"]).chmod(0o644)
    Path(deployed["SECRETS_KEY_FILE"]).write_bytes(b"rahasia")
    os.utime(deployed["BACKUP_STAMP"], (0, 0))


@pytest.mark.parametrize(
    "statement, subject",
    [
        ("GRANT UPDATE ON history TO ikrar_app", "history"),
        ("GRANT UPDATE (reason) ON history TO ikrar_secretariat", "history"),
        ("GRANT SELECT ON password TO ikrar_liaison", "secrets"),
        ("GRANT INSERT ON pledge TO ikrar_public", "ikrar_public"),
        ("ALTER TABLE history DISABLE ROW LEVEL SECURITY", "row-level security"),
        (_FOR_NOBODY, "grants"),
        ("UPDATE alembic_version SET version_num = '0001'", "migrations"),
    ],
)
async def test_grants_and_schemas_that_are_not_ours_are_found(
    deployed: dict[str, str], own_addresses: Addresses, statement: str, subject: str
) -> None:
    owner = await Database.open(own_addresses.owner, size=1)
    async with owner.writing() as session:
        await session.execute(text(statement))
    await owner.close()
    assert subject in _told(await _doctor(deployed), "PERBAIKI / FIX")


async def test_a_service_that_logs_in_as_the_owner_is_found(
    deployed: dict[str, str], own_addresses: Addresses
) -> None:
    found = _told(await _doctor(deployed, DATABASE_URL=own_addresses.owner), "PERBAIKI / FIX")
    assert {"OWNER_DATABASE_URL", "role", "role owns", "history"} <= {*found}


async def test_logins_of_classes_are_examined_one_by_one(
    deployed: dict[str, str], own_addresses: Addresses
) -> None:
    names = [f"DATABASE_URL_{trust}" for trust in ASKERS]
    good = await _doctor(deployed)
    assert [each for each in _told(good, "baik / well") if each in names] == names
    wrong = {names[0]: deployed[names[2]], names[1]: own_addresses.owner}
    found = _told(await _doctor(deployed, **wrong), "PERBAIKI / FIX")
    assert [each for each in found if each in names] == [names[0], names[0], names[1], names[1]]
    of_all = await _doctor(deployed, **dict.fromkeys(names, ""))
    assert names[0] in _told(of_all, "PERIKSA / LOOK AT")


async def test_a_database_that_does_not_answer_is_told_and_the_rest_is_looked_at(
    deployed: dict[str, str], tmp_path: Path
) -> None:
    said = await _doctor(deployed, DATABASE_URL=f"postgresql://nobody@/none?host={tmp_path}")
    assert _told(said, "PERBAIKI / FIX") == ["DATABASE_URL"]
    assert "SEAL_KEY_FILE" in _told(said, "baik / well")


async def test_a_setting_that_cannot_be_is_refused(deployed: dict[str, str]) -> None:
    said = await _doctor(deployed, PORT="http")
    assert (said.status, said.err.partition(":")[0]) == (2, "INVALID [PORT]")
