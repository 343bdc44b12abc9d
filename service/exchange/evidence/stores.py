"""Which store an operator has chosen: a folder of this machine, or a bucket."""

from service.exchange.evidence.bucket import Bucket, address_of
from service.exchange.evidence.disk import Disk
from service.exchange.evidence.store import Store
from service.settings import Settings

KEPT = "kept"
"""The folder in EVIDENCE_DIR of what is kept for good."""
INCOMING = "incoming"
"""And of what is being sent."""


def store_of(settings: Settings) -> Store:
    """INVALID when EVIDENCE_S3_URL is no address of a bucket."""
    url = settings.evidence_s3_url
    return Disk(settings.evidence_dir / KEPT) if url is None else Bucket(address_of(url))
