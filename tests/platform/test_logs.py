"""What libraries say is told, and a flood of it is not."""

import asyncio
import logging
from io import StringIO

from service.logs import MOST_LINES, heard_of_libraries
from tests.edge.sample import endpoint
from tests.edge.sockets import in_production


async def test_a_flood_of_what_is_no_http_is_told_of_in_a_few_lines() -> None:
    said = StringIO()
    heard = heard_of_libraries(said)
    logging.getLogger("uvicorn.error").addHandler(heard)
    try:
        async with in_production(endpoint()) as port:
            for _ in range(10 * MOST_LINES):
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.write(b"\x16\x03\x01 no HTTP\r\n\r\n")
                assert (await reader.read(100)).startswith(b"HTTP/1.1 400")
                writer.close()
    finally:
        logging.getLogger("uvicorn.error").removeHandler(heard)
    told = said.getvalue().count("Invalid HTTP request")
    assert MOST_LINES <= told <= 2 * MOST_LINES  # the window may turn once meanwhile
