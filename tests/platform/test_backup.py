"""The steps of docs/operations.md: a running service is copied, and stands up from the copy elsewhere."""

import os
import shutil
import subprocess
from pathlib import Path

import httpx
import pytest

from service.embedded_folder import OWNER_ROLE, Folder
from service.embedded_programs import program, runner_for
from tests.platform.conftest import Serve
from tests.platform.process import Served, until
from tests.verbs import Said, run_verb

KEYS = ("seal.key", "secrets.key")


@pytest.fixture
def served(enduring: Served) -> Served:
    """A service that runs, its history sealed."""
    enduring.await_ready()
    until(lambda: _unsealed(enduring) == 0)
    return enduring


def _unsealed(served: Served) -> int:
    url = Folder(served.data_dir).url(OWNER_ROLE)
    query = "SELECT (SELECT count(*) FROM history) - (SELECT count(*) FROM history_link)"
    return int(_run(served.data_dir, "psql", url, "-Atc", query))


def _run(data_dir: Path, name: str, *words: str) -> str:
    """One of the programs that come with the service."""
    command = [program(name, runner_for(data_dir / "postgres")), *words]
    ran = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)  # noqa: S603 - our own words
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


async def _proven(data_dir: Path, verb: str) -> Said:
    return await run_verb({"DATA_DIR": str(data_dir)}, verb)


def _copy_keys(served: Served, to: Path) -> None:
    to.mkdir(exist_ok=True)
    for key in KEYS:
        shutil.copy2(served.data_dir / key, to / key)


def _pledges(served: Served) -> int:
    question = {"query": "{ pledges(first: 1) { totalCount } }"}
    answer = httpx.post(f"{served.address}/graphql", json=question, timeout=15)
    count: int = answer.json()["data"]["pledges"]["totalCount"]
    return count


async def test_a_copy_of_the_cluster_stands_up_elsewhere_with_its_ledger_whole(
    served: Served, serve: Serve, tmp_path: Path
) -> None:
    restored = tmp_path / "restored"
    _copy_keys(served, restored)
    place, url = restored / "postgres", Folder(served.data_dir).url(OWNER_ROLE)
    _run(served.data_dir, "pg_basebackup", "-d", url, "-D", str(place), "-c", "fast")
    _run(served.data_dir, "pg_verifybackup", str(place))
    (place / ".s.PGSQL.5432.lock").unlink()  # the socket lies in the cluster, and so its lock is copied
    _give(place, served.data_dir / "postgres")
    again = serve(DATA_DIR=str(restored))
    until(lambda: "Ikrar siap" in again.said.read_text())
    ledger = await _proven(restored, "verify-ledger")
    assert (ledger.status, ledger.err) == (0, ""), ledger.out
    rollup = await _proven(restored, "verify-rollup")
    assert (rollup.status, "wrong counts: 0" in rollup.out) == (0, True)
    assert (_pledges(again), _pledges(served)) == (20, 20)


def _give(place: Path, like: Path) -> None:
    """As root PostgreSQL runs as somebody else, to whom the copy has to belong."""
    owner = like.stat()
    for folder, _, files in os.walk(place):
        for path in (Path(folder), *(Path(folder, name) for name in files)):
            os.chown(path, owner.st_uid, owner.st_gid)
    place.chmod(0o700)


async def test_a_dump_fills_an_empty_place_with_its_ledger_whole(
    served: Served, serve: Serve, tmp_path: Path
) -> None:
    dump, restored = tmp_path / "ikrar.dump", tmp_path / "restored"
    url = Folder(served.data_dir).url(OWNER_ROLE)
    _run(served.data_dir, "pg_dump", "-d", url, "-Fc", "-f", str(dump))
    _copy_keys(served, restored)
    made = serve(DATA_DIR=str(restored))
    until(lambda: "Ikrar siap" in made.said.read_text())
    empty = Folder(restored).url(OWNER_ROLE)
    server, _, _ = empty.partition("?")
    maintenance = empty.replace(server, server.rpartition("/")[0] + "/postgres")
    for statement in ("DROP DATABASE ikrar WITH (FORCE)", "CREATE DATABASE ikrar"):
        _run(restored, "psql", maintenance, "-qc", statement)
    _run(restored, "pg_restore", "-d", empty, "--exit-on-error", "--single-transaction", str(dump))
    ledger = await _proven(restored, "verify-ledger")
    assert (ledger.status, ledger.err) == (0, ""), ledger.out
    assert (await _proven(restored, "verify-rollup")).status == 0
