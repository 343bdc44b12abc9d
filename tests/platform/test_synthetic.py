"""The synthetic province: in a folder of its own, with ways in for its own agencies, and never elsewhere."""

from dataclasses import replace
from pathlib import Path

from seeds.reference import seed_reference
from seeds.synthetic.seeding import seed_synthetic
from seeds.synthetic.shape import PROVINCE
from service.attaching import owned
from service.settings import SYNTHETIC, apart, read_settings
from tests.platform.conftest import Serve
from tests.platform.process import until
from tests.seeds.synthetic import TINY


def test_it_has_a_folder_and_a_key_of_its_own(tmp_path: Path) -> None:
    settings = apart(read_settings({"DATA_DIR": str(tmp_path)}), SYNTHETIC)
    assert (settings.data_dir, settings.seal_key_file) == (
        tmp_path / "synthetic",
        tmp_path / "synthetic" / "seal.key",
    )


def test_a_key_that_was_named_stays(tmp_path: Path) -> None:
    settings = read_settings({"SEAL_KEY_FILE": str(tmp_path / "key")})
    assert apart(settings, SYNTHETIC).seal_key_file == tmp_path / "key"


def test_a_given_database_is_refused(serve: Serve) -> None:
    served = serve("--synthetic", DATABASE_URL="postgresql://nobody@127.0.0.1:1/none")
    assert served.ended() == 2
    assert "INVALID [DATABASE_URL]: --synthetic" in served.said.read_text()


async def test_what_was_loaded_is_served_and_its_agencies_can_sign_in(serve: Serve, data_dir: Path) -> None:
    # The small shape under the name of the province stands for it: loading that one takes a minute.
    settings = apart(read_settings({"DATA_DIR": str(data_dir)}), SYNTHETIC)
    async with owned(settings) as database:
        await seed_reference(database, lambda _: None)
        await seed_synthetic(database, replace(TINY, name=PROVINCE.name), lambda _: None)
    served = serve("--synthetic")
    served.await_ready()
    answer = served.get("/graphql?query={pledges(first:1){totalCount}}").json()["data"]
    assert answer == {"pledges": {"totalCount": TINY.pledges}}
    # They are told once requests are answered, so just after.
    until(lambda: served.said.read_text().count("ikrar_") == 3)
    assert "Narahubung Diskominfo Kaltim (demo)" in served.said.read_text()
