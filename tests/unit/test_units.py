"""The systemd units of the roles: none has more power over its machine than it needs."""

from pathlib import Path

import pytest

from tests.conftest import ROOT

UNITS = sorted(ROOT.glob("roles/*/*/*.service*"))
SANDBOX = {
    "NoNewPrivileges=true",
    "PrivateDevices=true",
    "ProtectSystem=strict",
    "ProtectHome=true",
    "ProtectClock=true",
    "ProtectControlGroups=true",
    "ProtectHostname=true",
    "ProtectKernelLogs=true",
    "ProtectKernelModules=true",
    "ProtectKernelTunables=true",
    "RestrictNamespaces=true",
    "RestrictRealtime=true",
    "RestrictSUIDSGID=true",
    "LockPersonality=true",
    "MemoryDenyWriteExecute=true",
    "SystemCallArchitectures=native",
    "SystemCallFilter=@system-service",
}
"""What every unit can do without."""
CHOSEN = {"CapabilityBoundingSet", "RestrictAddressFamilies", "SystemCallErrorNumber"}
"""What differs from unit to unit, or says how it is refused."""


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_a_unit_is_sandboxed(path: Path) -> None:
    """It has each line of what every unit can do without, and says which powers and sockets it keeps."""
    lines = path.read_text().splitlines()
    assert SANDBOX - set(lines) == set()
    assert CHOSEN - {line.partition("=")[0] for line in lines} == set()


def test_there_are_units() -> None:
    """One at least whose file is a template, and one whose file is not."""
    assert {path.suffix for path in UNITS} == {".j2", ".service"}
