"""Serves the ORM app by the same HTTP server as the service, with a pool of the same size."""

import sys
from typing import Any

import uvloop
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from strawberry.asgi import GraphQL

from benchmarks.peers.lifeline import announce, end_with_parent
from benchmarks.peers.orm.loaders import Loaders, Sessions
from benchmarks.peers.orm.query import schema_over
from service.listening import Listener, nobody, take_port


class _App(GraphQL[Loaders, None]):
    def __init__(self, sessions: Sessions) -> None:
        super().__init__(schema_over(sessions), graphql_ide=None)
        self._sessions = sessions

    async def get_context(self, request: Any, response: Any) -> Loaders:  # noqa: ANN401 - as Strawberry declares
        del request, response
        return Loaders(self._sessions)


async def _serve(url: str, size: int) -> None:
    engine = create_async_engine(
        url.replace("postgresql://", "postgresql+asyncpg://"),
        pool_size=size,
        max_overflow=0,
        connect_args={"server_settings": {"jit": "off"}},
    )
    sessions = async_sessionmaker(engine, expire_on_commit=False)
    with take_port("127.0.0.1", 0) as port:
        announce(port.getsockname()[1])
        await Listener(_App(sessions), nobody).serve(sockets=[port])
    await engine.dispose()


if __name__ == "__main__":
    end_with_parent()
    uvloop.run(_serve(sys.argv[1], int(sys.argv[2])))
