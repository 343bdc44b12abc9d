"""What every transport does with a request: who asks, which operation, and all of it within a wall clock."""

from asyncio import timeout
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator, Mapping
from contextlib import (
    AbstractAsyncContextManager,
    AbstractContextManager,
    asynccontextmanager,
    contextmanager,
    nullcontext,
)
from dataclasses import dataclass, field
from typing import Final, Generic, Protocol, TypeAlias, TypeVar
from uuid import uuid4

import structlog
from graphql.language import OperationType

from graph.answers import Answer, internal_failure, request_refusal, transport_refusal, unavailable
from graph.asked import Asked
from graph.bearer import unauthenticated
from graph.cookies import FORGET
from graph.cost import Bill, cost_of_reading, effort_of
from graph.documents import Documents, Prepared
from graph.errors import Code, RequestError, refusal
from graph.faults import Faults
from graph.guard import check_sizes
from graph.negotiation import Media
from graph.transport import TransportError, bad_request, not_allowed, too_many
from service.access.allowance import Allowance, Throttle
from service.access.credential import Credential
from service.access.pace import PACE, REQUEST, ExhaustedError, paced
from service.errors import DomainError, ErrorCode
from service.visit import note_operation, note_refusal
from service.witness import Witness

WALL_CLOCK: Final = 10.0
"""Seconds from a complete request to its answer, or to the first event."""

OVERDUE: Final = (
    "Permintaan terlalu lama dan hasilnya tidak diketahui; kirim lagi dengan kunci idempotensi yang sama. "
    "/ The request took too long and its outcome is unknown; send it again with the same idempotency key."
)

log: structlog.stdlib.BoundLogger = structlog.get_logger("graph.edge")

ActorT = TypeVar("ActorT")
Result = TypeVar("Result")

Authenticate: TypeAlias = Callable[[Credential], Awaitable[ActorT]]
"""Says who asks: the public who shows nothing; a DomainError NOT_SIGNED_IN for what nobody holds."""

Execute: TypeAlias = Callable[[Prepared, dict[str, object], ActorT], Awaitable[bytes]]
"""Executes an operation: the bytes of the complete response, or a RequestError when there is no data."""


class Event(Protocol):
    """One response of a subscription."""

    @property
    def id(self) -> str:
        """What a client gives to go on from here."""
        ...

    @property
    def payload(self) -> bytes:
        """The response, on one line."""
        ...


class Listening(Protocol):
    """Somebody who listens to a subscription."""

    async def next(self) -> Event:
        """The next event; the first comes at once. It may be cancelled and asked again."""
        ...


Listen: TypeAlias = Callable[
    [Prepared, dict[str, object], ActorT, str | None], AbstractAsyncContextManager[Listening]
]
"""Lets an actor listen, from the event of an id on."""

Watched: TypeAlias = Callable[[Credential, Callable[[], object]], AbstractContextManager[None]]
"""Calls back when what was shown stops being good while the block runs."""


Allowing: TypeAlias = Callable[[ActorT | None, str], Awaitable[Allowance]]
"""What an actor may ask for, or whoever is at an address and not known yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller(Generic[ActorT]):
    """Who asks, and what they may still ask for; without an allowance anything."""

    actor: ActorT
    allowance: Allowance | None = None

    async def charge(self, points: int, effort: int = 0) -> Throttle | None:
        """Take points for what is about to be done; what it takes beside reading lets the next one wait."""
        if self.allowance is None:
            return None
        self.allowance.pace.owe(effort)
        return await self.allowance.take(points)


@dataclass(frozen=True, slots=True, kw_only=True)
class Admitted(Generic[ActorT]):
    """An operation that is paid for and may be run."""

    prepared: Prepared
    variables: dict[str, object]
    caller: Caller[ActorT]
    bill: Bill | None

    @property
    def is_subscription(self) -> bool:
        """Whether it is answered more than once."""
        return self.prepared.operation.operation is OperationType.SUBSCRIPTION


class OverdueError(Exception):
    """The wall clock ran out; what became of a mutation is not known."""


class ClosedError(Exception):
    """The service stops; the same subscription may be had elsewhere, or here again."""


@contextmanager
def _never(_shown: Credential, _leave: Callable[[], object]) -> Generator[None]:
    yield


def _nothing_noted(_prepared: Prepared, _variables: Mapping[str, object], _actor: object) -> None:
    pass


def _anybody(_actor: object) -> bool:
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge(Generic[ActorT]):
    """What stands behind all transports of one path. It holds no state of a request and none of a client."""

    documents: Documents
    authenticate: Authenticate[ActorT]
    execute: Execute[ActorT]
    listen: Listen[ActorT] | None = None
    watched: Watched = _never
    allowing: Allowing[ActorT] | None = None
    trusted: Mapping[str, str] = field(default_factory=dict[str, str])
    """Documents that are known beforehand, by their ids."""
    may_send_others: Callable[[ActorT], bool] = _anybody
    """Who may send documents of their own."""
    noted: Callable[[Prepared, Mapping[str, object], ActorT], None] = _nothing_noted
    """Hears of every operation that is admitted."""
    faults: Faults = field(default_factory=Faults)
    witness: Witness = field(default_factory=Witness)
    """Hears of every operation when it is over, where a transport has many of them."""
    wall_clock: float = WALL_CLOCK

    async def within(self, work: Awaitable[Result]) -> Result:
        """The result of `work`, unless the wall clock runs out before."""
        clock = timeout(self.wall_clock)
        try:
            async with clock:
                return await work
        except TimeoutError:
            if clock.expired():
                raise OverdueError from None
            raise

    async def caller(self, shown: Credential, address: str) -> Caller[ActorT]:
        """Who asks, when it is their turn. Who is not whom they claim to be pays as the public there."""
        if self.allowing is None:
            return Caller(actor=await self._actor(shown))
        try:
            actor = await self._actor(shown)
        except TransportError:
            await self.hold_back(address)
            await (await self.allowing(None, address)).take(REQUEST)
            raise
        allowance = await self.allowing(actor, address)
        await allowance.pace.step()
        PACE.set(allowance.pace)
        return Caller(actor=actor, allowance=allowance)

    async def hold_back(self, address: str) -> None:
        """Let whoever is there wait for their turn to be refused, so that it is no cheaper than to ask."""
        if self.allowing is not None:
            await (await self.allowing(None, address)).pace.step()

    async def _actor(self, shown: Credential) -> ActorT:
        """Who asks; a browser whose session is over is told to forget it."""
        try:
            return await self.authenticate(shown)
        except DomainError as error:
            if error.code is ErrorCode.NOT_SIGNED_IN:
                forget = () if shown.session is None else FORGET
                raise unauthenticated(error.message, *forget) from None
            if error.code is ErrorCode.NOT_ALLOWED:
                raise TransportError(403, error.message, code=Code.FORBIDDEN) from None
            raise

    async def admit(
        self, asked: Asked, caller: Caller[ActorT], *, only_reads: bool = False
    ) -> Admitted[ActorT]:
        """The operation that is asked for, of a size that can be borne, and paid for."""
        source = self._source(asked, caller)
        prepared = self.documents.known(source, asked.operation_name)
        if prepared is None:
            await caller.charge(cost_of_reading(source))
            prepared = await paced(lambda: self.documents.prepare(source, asked.operation_name))
        if only_reads and prepared.operation.operation is OperationType.MUTATION:
            raise not_allowed("GET runs queries only; send a mutation by POST.", b"POST")
        effort = effort_of(prepared)
        cost = REQUEST + effort + check_sizes(prepared.sizes, asked.variables)
        operation = prepared.operation
        name = None if operation.name is None else operation.name.value
        note_operation(name, operation.operation.value, prepared.text_hash, cost)
        throttle = await caller.charge(cost, effort)
        self.noted(prepared, asked.variables, caller.actor)
        bill = None if throttle is None else Bill(requested=cost, throttle=throttle)
        return Admitted(prepared=prepared, variables=asked.variables, caller=caller, bill=bill)

    def _source(self, asked: Asked, caller: Caller[ActorT]) -> str:
        """The text of the document, which may be one that is trusted."""
        if asked.query is None:
            source = self.trusted.get(asked.document_id or "")
            if source is None:
                raise refusal(Code.PERSISTED_QUERY_NOT_FOUND, "PersistedQueryNotFound")
            return source
        if not self.may_send_others(caller.actor):
            message = (
                "Hanya dokumen yang dikenal dilayani. / Only trusted documents are served: send documentId."
            )
            raise refusal(Code.FORBIDDEN, message)
        return asked.query

    async def run(self, admitted: Admitted[ActorT]) -> bytes:
        """The response, when it is the client's turn; with what it cost."""
        caller = admitted.caller
        async with nullcontext() if caller.allowance is None else caller.allowance.turn():
            response = await self.execute(admitted.prepared, admitted.variables, caller.actor)
        return response if admitted.bill is None else admitted.bill.beside(response)

    @asynccontextmanager
    async def listening(
        self, admitted: Admitted[ActorT], last: str | None = None
    ) -> AsyncGenerator[Listening]:
        """Listen to what a subscription tells, from the event of an id on."""
        if self.listen is None:
            raise bad_request("There is nothing to listen to.")
        caller = admitted.caller
        with nullcontext() if caller.allowance is None else caller.allowance.listening():
            async with self.listen(admitted.prepared, admitted.variables, caller.actor, last) as listening:
                yield listening

    def answer_to(self, error: Exception, media: Media | None) -> Answer:
        """What is said about a request that was not executed, or failed; a fault of ours only to the log."""
        if isinstance(error, ExhaustedError):
            error = too_many(error.seconds)
        if isinstance(error, TransportError):
            note_refusal(error.code)
            return transport_refusal(error)
        if isinstance(error, RequestError):
            note_refusal(error.code)
            return request_refusal(error, media or Media.JSON)
        error_id = str(uuid4())
        note_refusal(Code.INTERNAL_SERVER_ERROR, error_id)
        if isinstance(error, OverdueError):
            log.warning("request_overdue", error_id=error_id)
            return unavailable(OVERDUE, error_id)
        if isinstance(error, ClosedError):
            return unavailable("Layanan sedang berhenti. / The service is stopping.", error_id)
        self.faults.tell(error, error_id)
        if isinstance(error, DomainError) and error.code is ErrorCode.UNAVAILABLE:
            return unavailable(error.message, error_id)
        return internal_failure(error_id)
