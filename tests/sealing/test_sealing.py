"""Sealing goes on behind the writes: in order, without gaps, by one worker at a time."""

import stat
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text

from models.record import History, HistoryLink, HistorySeal
from service.errors import DomainError
from service.ledger.proving import all_seals
from service.ledger.seal_key import seal_key
from service.ledger.sealing import seal
from service.ledger.seals import as_lines, from_lines, is_genuine
from tests.sealing.conftest import NOW, Ledger, change


async def _linked(ledger: Ledger) -> list[int]:
    async with ledger.service.reading() as session:
        ids = await session.scalars(select(HistoryLink.history_id).order_by(HistoryLink.position))
        return list(ids)


async def test_what_was_sealed_is_not_sealed_again(sealed: Ledger) -> None:
    assert [await sealed.seal(), await sealed.seal()] == [1, 0]
    assert await _linked(sealed) == [1, 2, 3, 4, 5, 6]
    async with sealed.service.reading() as session:
        assert list(await session.scalars(select(HistorySeal.position))) == [5, 6]


async def test_a_row_behind_a_transaction_that_still_runs_waits_for_it(ledger: Ledger) -> None:
    async with ledger.service.writing() as slow:
        await slow.execute(insert(History).values(change("SLOW")))
        await ledger.write("QUICK")
        assert await ledger.seal() == 0
    assert await ledger.seal() == 2
    assert await _linked(ledger) == [1, 2]


async def test_what_was_rolled_back_leaves_no_trace(ledger: Ledger) -> None:
    async with ledger.service.reading() as session:
        await session.execute(insert(History).values(change("LOST")))
    await ledger.write("KEPT")
    assert await ledger.seal() == 1
    assert await _linked(ledger) == [2]
    assert (await ledger.proof()).is_whole


async def test_rows_of_one_transaction_may_be_sealed_in_two_batches(ledger: Ledger) -> None:
    async with ledger.service.writing() as session:
        await session.execute(insert(History), [change(str(number)) for number in range(5)])
    assert [await ledger.seal(most=2) for _ in range(4)] == [2, 2, 1, 0]
    assert (await ledger.proof()).is_whole


async def test_a_second_sealer_stands_back(ledger: Ledger) -> None:
    await ledger.write("A")
    async with ledger.service.writing() as first:
        assert await seal(first, ledger.key, NOW) == 1
        assert await ledger.seal() == 0
    assert await _linked(ledger) == [1]


async def test_a_key_that_comes_later_seals_what_is_linked(ledger: Ledger) -> None:
    await ledger.write("A")
    assert await ledger.seal(is_signed=False) == 1
    assert (await ledger.proof()).is_whole is False
    assert await ledger.seal() == 0
    assert (await ledger.proof()).is_whole


async def test_after_a_restored_dump_sealing_goes_on(sealed: Ledger) -> None:
    await sealed.seal()
    # As if the transactions of the dump had numbers that this cluster has not reached.
    await sealed.spoil(
        "TRUNCATE history_link, history_seal",
        "UPDATE history SET xid = (xid::text::bigint + 1000000)::text::xid8",
    )
    assert await sealed.seal() == 6
    await sealed.write("G", "H")
    assert (await sealed.proof()).unsealed == 2
    assert await sealed.seal() == 2
    assert await _linked(sealed) == [1, 2, 3, 4, 5, 6, 7, 8]
    assert (await sealed.proof()).is_whole


async def test_seals_are_read_back_from_a_file(sealed: Ledger) -> None:
    async with sealed.service.reading() as session:
        seals = await all_seals(session)
    assert from_lines(as_lines(seals)) == seals
    assert [is_genuine(one, sealed.key.public) for one in seals] == [True]


@pytest.mark.parametrize("line", [b"{", b"{}", b"[]", b'{"position": "x"}', b"1"])
def test_a_line_that_is_no_seal_is_named(line: bytes) -> None:
    with pytest.raises(DomainError, match="Line 1 is not a seal"):
        from_lines(line)


def test_the_key_is_made_once_and_is_for_our_eyes_only(tmp_path: Path) -> None:
    file = tmp_path / "seal.key"
    assert seal_key(file).public == seal_key(file).public
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [found.name for found in tmp_path.iterdir()] == ["seal.key"]


@pytest.mark.parametrize("content", ["", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"])
def test_a_file_that_is_no_key_is_refused_and_left_alone(tmp_path: Path, content: str) -> None:
    file = tmp_path / "seal.key"
    file.write_text(content)
    with pytest.raises(DomainError, match="cannot be used"):
        seal_key(file)
    assert file.read_text() == content


async def test_the_service_reads_the_horizon_as_its_own_role(ledger: Ledger) -> None:
    async with ledger.service.reading() as session:
        assert await session.scalar(text("SELECT current_user")) == "ikrar_service"
