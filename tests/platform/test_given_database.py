"""Serving a database that others keep: used as it is, never changed unasked, waited for."""

from pathlib import Path

from service.attaching import Addresses
from service.migrating import downgrade, is_current
from tests.platform.conftest import Serve
from tests.platform.process import until


async def test_a_migrated_database_is_served_without_one_of_our_own(
    serve: Serve, own_addresses: Addresses
) -> None:
    served = serve(DATABASE_URL=own_addresses.service)
    served.await_ready()
    assert not served.data_dir.exists()


async def test_another_schema_is_refused_and_left_alone(serve: Serve, own_addresses: Addresses) -> None:
    await downgrade(own_addresses.owner, "base")
    served = serve(DATABASE_URL=own_addresses.service)
    assert served.ended() == 1
    assert "WRONG_STATE [DATABASE_URL]: " in served.said.read_text()
    assert not await is_current(own_addresses.owner)


async def test_it_is_migrated_when_asked(serve: Serve, own_addresses: Addresses) -> None:
    await downgrade(own_addresses.owner, "base")
    owner = own_addresses.owner
    served = serve("--migrate", DATABASE_URL=own_addresses.service, OWNER_DATABASE_URL=owner)
    served.await_ready()
    assert await is_current(own_addresses.service)


async def test_a_database_that_does_not_answer_is_waited_for(serve: Serve, tmp_path: Path) -> None:
    served = serve(DATABASE_URL=f"postgresql://nobody@/none?host={tmp_path}")
    until(lambda: "database.unreachable" in served.said.read_text())
    answer = served.get("/readyz")
    said = "Menunggu basis data. / Waiting for the database."
    assert answer.json() == {"status": "starting", "stage": "database", "message": said}
    assert answer.status_code == 503
    assert served.get("/healthz").status_code == 200
    refused = served.get("/graphql")
    assert refused.json()["errors"][0]["extensions"] == {"code": "UNAVAILABLE"}
    assert refused.headers["retry-after"] == "1"


async def test_a_database_that_refuses_us_is_told_at_once(serve: Serve, own_addresses: Addresses) -> None:
    served = serve(DATABASE_URL=own_addresses.service.replace("/clone_", "/no_clone_"))
    assert served.ended() == 2
    assert "INVALID [DATABASE_URL]: " in served.said.read_text()
