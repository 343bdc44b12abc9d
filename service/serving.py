"""One serving process from start to end: listen at once, get the database ready behind it, stop in order."""

import asyncio
import contextlib
import functools
import gc
from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import asdict, dataclass

import structlog

from seeds.demo import seed_demo
from seeds.persons import Person, demo_persons
from seeds.reference import seed_reference
from seeds.sign_ins import SignIn, demo_sign_ins
from seeds.synthetic.offices import PREFIX
from seeds.synthetic.seeding import seed_synthetic
from seeds.synthetic.shape import PROVINCE
from service.access.allowance import Rates
from service.access.buckets import Rate
from service.app import Policy, create_app, files_of, front_of
from service.clock import system_clock
from service.database import Database, Logins
from service.embedded import embedded
from service.embedded_folder import Folder
from service.errors import DomainError, ErrorCode
from service.exchange.rebuilding import rebuild_spans
from service.hardening import Hardened
from service.ledger.rollup.building import ensure_built
from service.ledger.seal_key import SealKeyFile
from service.ledger.stand import stand_of
from service.ledger.tending import tended
from service.listening import Listener, take_port
from service.migrating import is_current, upgrade, wrong_schema
from service.readiness import Gate, Stage
from service.settings import Settings
from service.watching import Watch, watching
from service.wellness import lacking

Seed = Callable[[Database, Callable[[str], None]], Awaitable[object]]

_log = structlog.stdlib.get_logger()
_PAUSE_SECONDS = 1.0
_CLOSING_SECONDS = 5.0
_OBJECTS_BEFORE_COLLECTING = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """How to start, and whom to tell how far we are."""

    settings: Settings
    is_migrating: bool
    is_synthetic: bool = False
    """The synthetic province instead of the first data."""
    progress: Callable[[str], None]
    on_ready: Callable[[str, "WaysIn"], None]
    """Called with our address, and the ways in of a trial, once requests are answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaysIn:
    """Who may try the service: programs by token, persons by password."""

    tokens: tuple[SignIn, ...] = ()
    persons: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """What stands from the first moment of a serving process to its last."""

    gate: Gate
    address: str
    watch: Watch

    def look_after(self, database: Database, operations: frozenset[str]) -> None:
        """From now on there is a database to ask, and operations that have a name."""

        async def stand() -> dict[str, float] | None:
            found = await stand_of(database)
            return None if found is None else asdict(found)

        self.watch.metrics.learn(operations)
        self.watch.page.ask = stand


async def serve(start: Start) -> None:
    """Serve until a signal; raises what kept us from becoming ready."""
    settings = start.settings
    folder = None if settings.database_url else Folder(settings.data_dir)
    if folder is not None:
        folder.lock()
    with take_port(settings.host, settings.port) as port:
        host, number = port.getsockname()[:2]
        address = f"http://[{host}]:{number}" if ":" in host else f"http://{host}:{number}"
        start.progress(f"mendengarkan di {address} / listening on {address}")
        async with watching(settings) as watch:
            house = House(gate=Gate(watch.beside), address=address, watch=watch)
            listener = Listener(Hardened(house.gate), house.gate.stop, settings.trusted_proxies)
            behind = asyncio.create_task(_behind(start, folder, house))
            behind.add_done_callback(lambda _: listener.stop())
            await listener.serve(sockets=[port])
            behind.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await behind


async def _behind(start: Start, folder: Folder | None, house: House) -> None:
    """What happens behind the listener, until cancelled: leaving the blocks stops things in order."""
    if folder is None:
        url = start.settings.database_url or ""
        await _require_schema(start, house.gate, url)
        async with _open(start, house, url, start.settings.logins):
            await asyncio.Event().wait()
    else:
        start.progress("memulai basis data / starting the database")
        async with embedded(folder) as server:
            await _migrate(start, house.gate, server.owner_url)
            await _seed(start, house.gate, server.service_url, seed_reference, rebuild_spans, ensure_built)
            if start.is_synthetic:
                await _seed(start, house.gate, server.owner_url, _seed_province)
            else:
                await _seed(start, house.gate, server.service_url, seed_demo)
            async with _open(start, house, server.service_url, server.logins):
                await server.keep_alive()


@contextlib.asynccontextmanager
async def _open(start: Start, house: House, url: str, logins: Logins) -> AsyncGenerator[None]:
    """Let requests through, and tend the ledger behind them, while the block runs."""
    database = await Database.open(url, logins=logins)
    files = files_of(start.settings, database)
    front = front_of(start.settings, house.address, start.progress)
    key = _seal_key(start.settings)
    try:
        async with tended(database, key, system_clock, files.handing_in.sweep, front.deliver):
            # Once it is ready nothing here asks the database, so that its end is not the service's.
            ways_in = await _ways_in(start, database)
            policy, witness = _policy(start.settings), house.watch.witness
            application = create_app(database, front=front, policy=policy, witness=witness, files=files)
            house.look_after(database, application.state.trusted_operations)
            settle()
            probe = functools.partial(lacking, database, start.settings)
            house.gate.open(application, probe, application.state.let_go)
            start.on_ready(house.address, ways_in)
            yield
    finally:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_CLOSING_SECONDS):
                await database.close()


def settle() -> None:
    """Tell the garbage collector that what stands now stays; it would look at all of it again and again.

    That took a quarter of what a write costs. A request leaves little behind, so it may wait for more.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_OBJECTS_BEFORE_COLLECTING)


async def _ways_in(start: Start, database: Database) -> WaysIn:
    """Those that everybody at this machine can read: never into a database that we were given."""
    if start.settings.database_url:
        return WaysIn()
    folder, prefix = start.settings.data_dir, PREFIX if start.is_synthetic else ""
    return WaysIn(
        tokens=await demo_sign_ins(database, folder, prefix),
        persons=await demo_persons(database, folder, prefix),
    )


def _policy(settings: Settings) -> Policy:
    public, known = Rate(points=settings.public_points), Rate(points=settings.signed_in_points)
    return Policy(
        rates=Rates(public=public, known=known),
        trusted_documents=settings.trusted_documents,
        trusted_only=settings.trusted_only,
        allowed_origins=settings.allowed_origins,
    )


async def _seed_province(database: Database, progress: Callable[[str], None]) -> None:
    await seed_synthetic(database, PROVINCE, progress)


def _seal_key(settings: Settings) -> SealKeyFile | None:
    if settings.seal_key_file is None:
        _log.warning("ledger.not_sealed", reason="SEAL_KEY_FILE is not set")
        return None
    return SealKeyFile(settings.seal_key_file)


async def _migrate(start: Start, gate: Gate, owner_url: str) -> None:
    gate.stage = Stage.MIGRATING
    start.progress("menyiapkan skema / preparing the schema")
    await upgrade(owner_url)


async def _seed(start: Start, gate: Gate, url: str, *seeds: Seed) -> None:
    """Load, or derive, what is not there yet."""
    gate.stage = Stage.SEEDING
    database = await Database.open(url, size=1)
    try:
        for seed in seeds:
            await seed(database, start.progress)
    finally:
        await database.close()


async def _require_schema(start: Start, gate: Gate, url: str) -> None:
    """A database that others keep is only changed when asked to; until it answers we wait."""
    if start.is_migrating:
        await _migrate(start, gate, start.settings.owner_database_url or url)
        await _seed(start, gate, url, seed_reference, rebuild_spans, ensure_built)
    while (is_ours := await _has_our_schema(url)) is None:
        await asyncio.sleep(_PAUSE_SECONDS)
    if not is_ours:
        raise wrong_schema()


async def _has_our_schema(url: str) -> bool | None:
    """None while nobody answers there."""
    try:
        return await is_current(url)
    except DomainError as error:
        if error.code is not ErrorCode.UNAVAILABLE:
            raise
        _log.warning("database.unreachable", reason=error.message)
        return None
