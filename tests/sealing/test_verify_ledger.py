"""`./run verify-ledger` as an operator meets it: its words, its exit status, its files."""

from pathlib import Path

from service.attaching import Addresses
from service.ledger.seals import from_lines
from tests.sealing.conftest import Ledger
from tests.verbs import Said, run_verb


async def _verify(ledger: Ledger, addresses: Addresses, *options: str) -> Said:
    environ = {"DATABASE_URL": addresses.service, "SEAL_KEY_FILE": str(ledger.file)}
    return await run_verb(environ, "verify-ledger", *options)


async def test_a_whole_ledger_is_said_to_be_whole(sealed: Ledger, own_addresses: Addresses) -> None:
    said = await _verify(sealed, own_addresses)
    told = (
        "mata rantai / links: 5; segel / seals: 1; belum disegel / not sealed yet: 1; temuan / findings: 0\n"
    )
    assert said == Said(status=0, out=told, err="")


async def test_the_altered_row_is_named_with_status_1(sealed: Ledger, own_addresses: Addresses) -> None:
    await sealed.spoil("UPDATE history SET reason = 'X' WHERE id = 3")
    said = await _verify(sealed, own_addresses)
    assert said.status == 1
    assert said.err == "ALTERED: history 3, history_link 3: isinya diubah / was altered\n"


async def test_a_cut_end_is_found_against_exported_seals(
    sealed: Ledger, own_addresses: Addresses, tmp_path: Path
) -> None:
    file = tmp_path / "seals.jsonl"
    assert (await _verify(sealed, own_addresses, "--export", str(file))).status == 0
    assert [seal.position for seal in from_lines(file.read_bytes())] == [5]
    await sealed.spoil("TRUNCATE history, history_link, history_seal")
    assert (await _verify(sealed, own_addresses)).status == 0
    said = await _verify(sealed, own_addresses, "--against", str(file))
    assert (said.status, said.err) == (
        1,
        "LINK_REMOVED: history_link 5: mata rantai hilang / the link is missing\n",
    )
