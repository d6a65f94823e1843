"""What an image's CycloneDX document says of it."""

import json
import subprocess
import sys
from pathlib import Path

from stack import sbom
from tests.conftest import ROOT

STATUS = """Package: libc6
Status: install ok installed
Architecture: amd64
Version: 2.41-12+deb13u1
Description: library
 several lines

Package: gone
Status: deinstall ok config-files
Architecture: all
Version: 1:2-3
"""


def distribution(folder: Path, name: str, version: str, *lines: str) -> None:
    """Metadata as pip leaves them."""
    info = folder / f"{name}-{version}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("\n".join((f"Name: {name}", f"Version: {version}", *lines)) + "\n\ntext\n")


def test_installed_packages_are_named() -> None:
    """With a package URL; one that was removed is not among them."""
    (found,) = sbom.debian_packages(STATUS)
    assert found["purl"] == "pkg:deb/debian/libc6@2.41-12%2Bdeb13u1?arch=amd64"
    assert (found["name"], found["version"]) == ("libc6", "2.41-12+deb13u1")


def test_distributions_have_their_licence(tmp_path: Path) -> None:
    """An expression or a name; a whole text is no name."""
    distribution(tmp_path, "Some_Thing", "1.0", "License-Expression: MIT")
    distribution(tmp_path, "other", "2.0", "License: BSD")
    distribution(tmp_path, "wordy", "3.0", f"License: {'text ' * 40}")
    found = {item["purl"]: item.get("licenses") for item in sbom.python_distributions([str(tmp_path)])}
    assert found == {
        "pkg:pypi/some-thing@1.0": [{"expression": "MIT"}],
        "pkg:pypi/other@2.0": [{"license": {"name": "BSD"}}],
        "pkg:pypi/wordy@3.0": None,
    }


def test_it_is_made_where_there_is_python_alone() -> None:
    """As in an image: by standard input, without our modules. What is there twice is one component."""
    with (ROOT / "stack" / "sbom.py").open() as program:
        done = subprocess.run([sys.executable, "-", "pipeline/x"], stdin=program, capture_output=True, check=True)
    made = json.loads(done.stdout)
    assert (made["bomFormat"], made["metadata"]["component"]["name"]) == ("CycloneDX", "pipeline/x")
    references = [item["bom-ref"] for item in made["components"]]
    assert references == sorted(set(references))
    assert any(reference.startswith("pkg:pypi/grpcio@") for reference in references)
