"""The images' one Dockerfile: what a change of the code makes anew."""

import re

import pytest

from tests.conftest import ROOT, SERVICES

STAGES = {
    name: body.splitlines()
    for name, body in re.findall(
        r"^FROM \S+ AS (\S+)\n(.*?)(?=^FROM |\Z)", (ROOT / "stack" / "Dockerfile").read_text(), re.DOTALL | re.MULTILINE
    )
}


@pytest.mark.parametrize("target", SERVICES)
def test_the_code_lies_above_packages_and_libraries(target: str) -> None:
    """After the first line that copies code, nothing is run and no library is copied."""
    lines = [line for line in STAGES[target] if line.startswith(("RUN", "COPY"))]
    first = lines.index("COPY --from=code /app .")
    assert any("libraries" in line for line in lines[:first])
    assert all(line.startswith("COPY ") and "libraries" not in line for line in lines[first:])


@pytest.mark.parametrize("stage", ["base", "wheels", "libraries"])
def test_what_lies_below_has_no_code_and_no_version(stage: str) -> None:
    """So its layers stay as they are when only those change."""
    said = "\n".join(STAGES[stage])
    assert "services/" not in said
    assert "VERSION" not in said
