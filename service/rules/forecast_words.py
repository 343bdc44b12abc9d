"""What a forecast says for itself, Indonesian first: one sentence an outlook, with its numbers in braces.

`progress`, `pace` (in 30 days) and `times` have a decimal at most; the others are whole numbers or a day.
"""

from service.rules.forecast import CLOSING_DAYS, FEWEST_POINTS, HORIZON_DAYS, Outlook

_YEARS = HORIZON_DAYS // 365
_SEEN = "{points} hari dengan kemajuan terverifikasi dalam {days} hari, terakhir {changed_on}: {progress} %, "
_SEEN_EN = "{points} days of verified progress within {days} days, the last {changed_on}: {progress} %, "
_PACE, _PACE_EN = "laju {pace} % per 30 hari", "at a pace of {pace} % in 30 days"
_REST = (
    f"Sisanya, dengan {CLOSING_DAYS} hari penutupan, biasanya {{times}} kali selama yang dikatakan laju itu"
)
_REST_EN = f"What is left, with {CLOSING_DAYS} days for closing, usually takes {{times}} times what that says"
_BY = " (menurut {own} komitmen instansi ini dan {others} komitmen semua instansi)"
_BY_EN = " (by {own} pledges of this agency and {others} of all agencies)"

SENTENCES: dict[Outlook, tuple[str, str]] = {
    Outlook.EXPECTED: (
        f"{_SEEN}{_PACE}. {_REST}{_BY}.",
        f"{_SEEN_EN}{_PACE_EN}. {_REST_EN}{_BY_EN}.",
    ),
    Outlook.NOT_ENOUGH_DATA: (
        f"Data belum cukup: {{points}} dari sedikitnya {FEWEST_POINTS} hari dengan kemajuan terverifikasi.",
        f"Not enough data: {{points}} of at least {FEWEST_POINTS} days of verified progress.",
    ),
    Outlook.NO_PROGRESS: (
        f"{_SEEN}{_PACE}. Akhirnya belum terlihat.",
        f"{_SEEN_EN}{_PACE_EN}. There is no end in sight.",
    ),
    Outlook.OUT_OF_SIGHT: (
        f"{_SEEN}{_PACE}. Akhirnya lebih dari {_YEARS} tahun lagi, atau di luar pengalaman{_BY}.",
        f"{_SEEN_EN}{_PACE_EN}. Its end is over {_YEARS} years away, or beyond experience{_BY_EN}.",
    ),
    Outlook.DONE: (
        "Sudah dilaporkan selesai, atau seluruhnya terverifikasi: tidak ada yang diprakirakan.",
        "Reported done, or verified in whole: nothing is left to forecast.",
    ),
    Outlook.ENDED: (
        "Dibatalkan, dialihkan, atau tidak pernah dimulai: tidak ada yang diprakirakan.",
        "Cancelled, transferred or never started: there is nothing to forecast.",
    ),
    Outlook.NOT_MEASURABLE: (
        "Tidak dapat diukur: belum ada sasaran dengan jumlah.",
        "Not measurable: no target has a quantity yet.",
    ),
}
"""In Indonesian and in English."""
