"""What every measured process does: says where it listens, and ends when whoever started it is gone."""

import os
import sys
import threading


def announce(port: int) -> None:
    """Tell the benchmark that requests are answered now."""
    sys.stdout.write(f"http://127.0.0.1:{port}\n")
    sys.stdout.flush()


def end_with_parent() -> None:
    """End at once when standard input closes, which also a killed benchmark cannot prevent."""
    threading.Thread(target=_watch, daemon=True).start()


def _watch() -> None:
    sys.stdin.read()
    os._exit(0)
