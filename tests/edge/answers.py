"""How the tests of the edge send a body and read a refusal."""

from collections.abc import Mapping

from httpx import AsyncClient, Response

RESPONSE = "application/graphql-response+json"
JSON = "application/json"
WORKING = {"query": "{ hello }"}


async def post(
    client: AsyncClient, body: object, *, accept: str = JSON, headers: Mapping[str, str] | None = None
) -> Response:
    """POST `body`: bytes and text as they are, anything else as JSON."""
    sent = {"content-type": JSON, "accept": accept, **(headers or {})}
    if isinstance(body, bytes | str):
        return await client.post("/graphql", content=body, headers=sent)
    return await client.post("/graphql", json=body, headers=sent)


def codes(response: Response) -> list[str]:
    """The codes of the errors of a refusal, which has nothing but errors."""
    answer = response.json()
    assert list(answer) == ["errors"]
    return [error["extensions"]["code"] for error in answer["errors"]]


def message(response: Response) -> str:
    """The message of the only error."""
    (error,) = response.json()["errors"]
    return error["message"]
