"""The time zone of each province: WIB, WITA or WIT, by its IANA name."""

WIB, WITA, WIT = "Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"
TIME_ZONES = (WIB, WITA, WIT)

_PROVINCES: dict[str, str] = {
    WIB: "11 12 13 14 15 16 17 18 19 21 31 32 33 34 35 36 61 62",
    WITA: "51 52 53 63 64 65 71 72 73 74 75 76",
    WIT: "81 82 91 92 93 94 95 96",
}
_ZONES = {province: zone for zone, listed in _PROVINCES.items() for province in listed.split()}


def zone_of_province(code: str) -> str:
    """The zone of the province with this two-digit code; empty for one that we do not know."""
    return _ZONES.get(code, "")
