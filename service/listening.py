"""The HTTP server: takes the port, serves until told to stop, drains, and gives its word on how it ended."""

import contextlib
import errno
import signal
import socket
from collections.abc import Awaitable, Callable, Generator
from types import FrameType

import uvicorn
from starlette.types import ASGIApp

from service.errors import DomainError, conflict, invalid
from service.frames import Frames

_DRAIN_SECONDS = 10
_LONGEST_WEBSOCKET_MESSAGE = 65_536


async def nobody() -> None:
    """Lets go of nobody: for applications to which nobody listens."""


class Listener(uvicorn.Server):
    """uvicorn's server, whose signals end `serve` and not the process: PostgreSQL is still to be stopped."""

    def __init__(
        self, application: ASGIApp, stopping: Callable[[], Awaitable[None]], proxies: tuple[str, ...] = ()
    ) -> None:
        self._stopping = stopping
        super().__init__(
            uvicorn.Config(
                application,
                http="httptools",
                ws=Frames,
                lifespan="off",
                access_log=False,
                log_config=None,
                server_header=False,
                # uvicorn would believe any program of this machine unless told whom to believe.
                proxy_headers=bool(proxies),
                forwarded_allow_ips=[*proxies],
                timeout_graceful_shutdown=_DRAIN_SECONDS,
                ws_max_size=_LONGEST_WEBSOCKET_MESSAGE,
            )
        )

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let those go who would listen for ever, then drain."""
        await self._stopping()
        await super().shutdown(sockets)

    def stop(self) -> None:
        """Drain and end, as if told by a signal."""
        self.should_exit = True

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """First signal: drain. A second Ctrl-C: cut."""
        del frame
        self.force_exit = self.should_exit and sig == signal.SIGINT
        self.should_exit = True


class Quiet(uvicorn.Server):
    """A server beside it, for a page of the operator's: signals are not its business."""

    def __init__(self, application: ASGIApp) -> None:
        config = uvicorn.Config(
            application,
            http="httptools",
            ws="none",
            lifespan="off",
            access_log=False,
            log_config=None,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=1,
        )
        super().__init__(config)

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None]:
        """None."""
        yield


def take_port(host: str, port: int, setting: str = "") -> socket.socket:
    """A listening socket, or a refusal that says which setting to change: that of `setting`."""
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        taken = socket.create_server(address[:2], family=family, backlog=2048)
    except OSError as error:
        raise _refused(host, port, error, setting) from error
    taken.setblocking(False)
    return taken


def _refused(host: str, port: int, error: OSError, setting: str) -> DomainError:
    if error.errno == errno.EADDRINUSE:
        name = f"{setting}PORT"
        message = (
            f"Port {port} sudah dipakai; pilih {name} lain. / Port {port} is in use; choose another {name}."
        )
        return conflict(message, name)
    message = (
        f"Tidak dapat mendengarkan di {host}:{port} ({error.strerror}). "
        f"/ Cannot listen on {host}:{port} ({error.strerror})."
    )
    return invalid(message, f"{setting}HOST")
