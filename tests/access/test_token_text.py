"""How tokens are written, and that a slip of the pen is caught without a database."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.access.token_text import new_token, parse
from service.errors import DomainError, ErrorCode


def test_a_new_token_is_read_back() -> None:
    token = new_token()
    assert parse(token.text) == token
    assert token.text.startswith(f"ikrar_{token.prefix}_")
    assert len(token.text) == 54
    assert token.digest == hashlib.sha256(token.text.encode()).digest()


def test_two_tokens_differ_in_prefix_and_secret() -> None:
    one, other = new_token(), new_token()
    assert one.prefix != other.prefix
    assert one.text[15:48] != other.text[15:48]


def test_a_token_does_not_print_itself() -> None:
    token = new_token()
    assert repr(token) == f"Token(prefix='{token.prefix}')"


@given(st.integers(6, 53), st.sampled_from("0Aa_- é\n\0"))
def test_any_slip_in_it_is_refused(position: int, slip: str) -> None:
    text = new_token().text
    spoilt = text[:position] + slip + text[position + 1 :]
    if spoilt != text:
        with pytest.raises(DomainError) as refused:
            parse(spoilt)
        assert refused.value.code is ErrorCode.NOT_SIGNED_IN


# The last one has a name: workers of one run must find the same tests.
@pytest.mark.parametrize(
    "text",
    ["", "ikrar_", "ikrar__", "x" * 1000, pytest.param(new_token().text + "\n", id="with a line after it")],
)
def test_what_is_no_token_is_refused(text: str) -> None:
    with pytest.raises(DomainError) as refused:
        parse(text)
    assert refused.value.code is ErrorCode.NOT_SIGNED_IN
