"""Runs a verb of `./run` as an operator does, but in this process: starting Python costs more than a verb.

The real process, with its signals and its end, is met in tests/platform.
"""

import asyncio
import contextlib
import io
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from unittest.mock import patch

from service.__main__ import main


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """How a verb ended, and what it said."""

    status: int
    out: str
    err: str


async def run_verb(environ: Mapping[str, str], *words: str) -> Said:
    """Run `./run WORDS` with these settings."""
    out, err = io.StringIO(), io.StringIO()
    with (
        patch.dict(os.environ, environ),
        patch.object(sys, "argv", ["run", *words]),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        status = await asyncio.to_thread(_status)
    return Said(status=status, out=out.getvalue(), err=err.getvalue())


def _status() -> int:
    """The exit status of the verb; it has an event loop of its own, hence the thread."""
    try:
        main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0
