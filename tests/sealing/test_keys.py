"""A new key for seals: what the old one sealed stays proven, and what it signs from then on is not."""

from datetime import timedelta
from pathlib import Path

from service.attaching import Addresses
from service.ledger.chain import sealed_words
from service.ledger.proving import Proof, prove
from service.ledger.seal_key import SealKeyFile, retired_keys, seal_key
from service.ledger.sealing import seal
from service.ledger.walking import Fault
from tests.sealing.conftest import NOW, Ledger
from tests.verbs import Said, run_verb


async def _keys(addresses: Addresses, file: Path, *words: str) -> Said:
    return await run_verb({"DATABASE_URL": addresses.service, "SEAL_KEY_FILE": str(file)}, *words)


async def _proof(ledger: Ledger) -> Proof:
    async with ledger.service.reading() as session:
        return await prove(session, seal_key(ledger.file).public, (), retired_keys(ledger.file))


async def test_both_keys_are_proven_each_for_its_time(sealed: Ledger, own_addresses: Addresses) -> None:
    said = await _keys(own_addresses, sealed.file, "keys", "rotate-seal")
    new = seal_key(sealed.file)
    assert said.out.startswith("Kunci lama berlaku sampai mata rantai 6;")
    assert (new.public.hex() in said.out, new.public != sealed.key.public) == (True, True)
    assert retired_keys(sealed.file) == {sealed.key.public: 6}
    await sealed.write("G")
    async with sealed.service.writing() as session:
        assert await seal(session, SealKeyFile(sealed.file), NOW + timedelta(minutes=1)) == 1
    proof = await _proof(sealed)
    assert (proof.links, proof.seals, proof.findings) == (7, 3, ())
    verified = await _keys(own_addresses, sealed.file, "verify-ledger")
    assert (verified.status, verified.err) == (0, "")
    modes = {file.name: file.stat().st_mode & 0o777 for file in sealed.file.parent.glob("seal.key*")}
    assert modes == {"seal.key": 0o600, "seal.key.retired": 0o600}


async def test_what_a_retired_key_signs_later_is_found(sealed: Ledger, own_addresses: Addresses) -> None:
    await _keys(own_addresses, sealed.file, "keys", "rotate-seal")
    await sealed.write("G")
    await sealed.seal()  # by somebody who still has the old key
    (finding,) = (await _proof(sealed)).findings
    assert (finding.fault, finding.position) == (Fault.BAD_SEAL, 7)


async def test_a_service_that_runs_seals_with_the_new_key_at_once(sealed: Ledger) -> None:
    held = SealKeyFile(sealed.file)
    assert held.held().public == sealed.key.public
    sealed.file.rename(sealed.file.with_name("old.key"))
    new = seal_key(sealed.file)
    words = sealed_words(1, b"", NOW)
    assert (held.held().public, held.held().sign(words)) == (new.public, new.sign(words))


async def test_it_may_be_done_again(sealed: Ledger, own_addresses: Addresses) -> None:
    for _ in range(2):
        assert (await _keys(own_addresses, sealed.file, "keys", "rotate-seal")).status == 0
    assert len(retired_keys(sealed.file)) == 2
    assert (await _proof(sealed)).is_whole


async def test_without_a_key_file_there_is_nothing_to_rotate(own_addresses: Addresses) -> None:
    said = await run_verb({"DATABASE_URL": own_addresses.service}, "keys", "rotate-seal")
    assert (said.status, said.err.partition(":")[0]) == (2, "INVALID [SEAL_KEY_FILE]")
