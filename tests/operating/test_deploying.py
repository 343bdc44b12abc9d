"""The files of docs/deploy: by the tool where this machine has one, by their words always."""

import shutil
import subprocess
from configparser import RawConfigParser
from pathlib import Path

import pytest

from service.settings import CHECKOUT

DEPLOY = CHECKOUT / "docs" / "deploy"


def test_the_unit_runs_the_service_as_somebody_who_may_do_little() -> None:
    unit = RawConfigParser()
    unit.read(DEPLOY / "ikrar.service")
    service = unit["Service"]
    assert service["ExecStart"] == f"{service['WorkingDirectory']}/run serve"
    assert (service["User"], service["NoNewPrivileges"], service["ProtectSystem"]) == (
        "ikrar",
        "yes",
        "strict",
    )
    assert service["EnvironmentFile"] == "/etc/ikrar/env"


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not on this machine")
def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    unit = tmp_path / "ikrar.service"
    # Where nothing is installed, systemd would only say that the program is not there.
    unit.write_text((DEPLOY / "ikrar.service").read_text().replace("/opt/ikrar/run", "/bin/true"))
    command = [shutil.which("systemd-analyze") or "", "verify", "--man=no", str(unit)]
    said = subprocess.run(command, check=False, capture_output=True, text=True, timeout=30)  # noqa: S603 - our own words
    assert [line for line in said.stderr.splitlines() if "ikrar.service" in line] == []


@pytest.mark.parametrize(
    "words",
    [
        "proxy_set_header Host $host;",
        "proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;",
        "proxy_set_header X-Forwarded-Proto $scheme;",
        "proxy_set_header Upgrade $http_upgrade;",
        "proxy_read_timeout 1h;",
        "location = /metrics { return 404; }",
    ],
)
def test_the_proxy_passes_on_what_the_service_needs(words: str) -> None:
    text = (DEPLOY / "nginx.conf").read_text()
    assert words in text
    assert text.count("{") == text.count("}")


@pytest.mark.skipif(shutil.which("caddy") is None, reason="caddy is not on this machine")
def test_caddy_takes_its_file() -> None:
    command = [
        shutil.which("caddy") or "",
        "validate",
        "--config",
        str(DEPLOY / "Caddyfile"),
        "--adapter",
        "caddyfile",
    ]
    assert subprocess.run(command, check=False, capture_output=True, timeout=30).returncode == 0  # noqa: S603 - our own words
