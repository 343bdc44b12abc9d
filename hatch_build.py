"""The packaging hook: a wheel carries the built client, so who installs it needs neither Node nor npm."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).parent))

from graph.client.building import build
from graph.client.files import ROOM, sources, version_of


class ClientHook(BuildHookInterface[Any]):
    """Builds the client before the wheel is packed; a client that does not build is no wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Have the wheel take the built client as graph/client/built."""
        if version == "editable":
            return
        if not build():
            message = "klien web tidak terbangun / the web client was not built"
            raise RuntimeError(message)
        build_data["force_include"][str(ROOM / version_of(sources()))] = "graph/client/built"
