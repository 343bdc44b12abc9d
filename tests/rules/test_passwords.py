"""Passwords: long enough, and not those that are tried first."""

import time

import pytest

from service.errors import DomainError
from service.rules.passwords import LONGEST, check_password, normal

ABOUT = ("puguh@kaltimprov.go.id", "Puguh Harjanto")
GOOD = ("kucing biru makan awan", "Xk9#mQ2vL!pR", "tujuh-sendok-di-atap", "ж" * 3 + "Qv7!zé漢字kR")
BREACHED = (
    *("password1234", "qwertyuiop123", "1q2w3e4r5t6y", "iloveyou12345", "administrator", "letmein12345"),
    *("p@ssw0rd1234", "aaaaaaaaaaaaaa", "123456789012", "abcabcabcabc", "0000000000000", "zxcvbnm12345"),
)
LOCAL = ("posyandu2025", "Posyandu-2026", "rahasia12345", "kaltim123456", "katasandi123", "indonesiaraya")
OWN = ("puguhharjanto", "Puguh12345678", "kaltimprov.go.id", "puguh@kaltimprov.go.id")


def _is_refused(password: str) -> bool:
    try:
        check_password(password, ABOUT)
    except DomainError:
        return True
    return False


@pytest.mark.parametrize("password", GOOD)
def test_what_nobody_guesses_is_taken(password: str) -> None:
    assert not _is_refused(password)


@pytest.mark.parametrize("password", [*BREACHED, *LOCAL, *OWN])
def test_what_is_tried_first_is_refused(password: str) -> None:
    assert _is_refused(password)


@pytest.mark.parametrize("password", ["Xk9#", "Xk9#mQ2vL!p", "é" * 11, "ab" * 65])
def test_the_length_is_counted_in_characters(password: str) -> None:
    assert _is_refused(password)


def test_a_refusal_does_not_repeat_the_password() -> None:
    with pytest.raises(DomainError) as refused:
        check_password("posyandu2025", ABOUT)
    assert (refused.value.code, refused.value.path) == ("INVALID", ("password",))
    assert "2025" not in str(refused.value)


def test_however_a_letter_was_typed_it_is_the_same_password() -> None:
    assert normal("e\u0301") == normal("\u00e9")


@pytest.mark.parametrize("pattern", ["a", "ab", "1q", "qwerty", "posyandu", "aA1!", "19"])
def test_no_password_keeps_the_judge_busy(pattern: str) -> None:
    begun = time.process_time()
    _is_refused((pattern * LONGEST)[:LONGEST])
    assert time.process_time() - begun < 0.5
