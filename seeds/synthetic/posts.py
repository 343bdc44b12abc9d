"""How many Posyandu each village has: as many as was published where it was, evenly spread elsewhere.

Published are Kutai Kartanegara's 827, and their number by district in 2024, which sums to 816: the other
eleven are spread over its villages.
"""

from collections.abc import Sequence

_REGENCY, _IN_REGENCY = "64.02", 827
BY_DISTRICT = {
    "64.02.01": 31,
    "64.02.02": 50,
    "64.02.03": 64,
    "64.02.04": 26,
    "64.02.05": 55,
    "64.02.06": 98,
    "64.02.07": 45,
    "64.02.08": 28,
    "64.02.09": 21,
    "64.02.10": 20,
    "64.02.11": 54,
    "64.02.12": 19,
    "64.02.13": 47,
    "64.02.14": 36,
    "64.02.15": 30,
    "64.02.16": 66,
    "64.02.17": 34,
    "64.02.18": 16,
    "64.02.19": 32,
    "64.02.20": 44,
}


def spread(villages: Sequence[str], total: int) -> dict[str, int]:
    """The number of posts by village. With fewer posts than villages nothing published is kept."""
    counts = dict.fromkeys(villages, 0)
    others = [code for code in villages if not code.startswith(f"{_REGENCY}.")]
    if total < len(villages) or not others:
        _share_out(counts, villages, total)
        return counts
    inside = [code for code in villages if code.startswith(f"{_REGENCY}.")]
    for district, number in BY_DISTRICT.items():
        _share_out(counts, [code for code in inside if code.startswith(f"{district}.")], number)
    if inside:
        _share_out(counts, inside, _IN_REGENCY - sum(BY_DISTRICT.values()))
    _share_out(counts, others, total - sum(counts.values()))
    return counts


def _share_out(counts: dict[str, int], villages: Sequence[str], number: int) -> None:
    for place, code in enumerate(villages):
        counts[code] += number * (place + 1) // len(villages) - number * place // len(villages)
