"""What is in an image, as CycloneDX 1.6: its Debian packages and Python distributions, as they say of themselves.

`make sbom` runs this in each image, which has Python and nothing else that is needed: python3 - NAME < stack/sbom.py
"""

import json
import os
import re
import sys
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any
from urllib.parse import quote

STATUS = Path("/var/lib/dpkg/status")
OF_DEBIAN = "/usr/lib/python3"
"""Python distributions in there are parts of Debian's packages."""
LONGEST_LICENCE = 100
"""Characters of a licence's name; what is longer is its text."""
Component = dict[str, Any]


def debian_packages(status: str) -> Iterator[Component]:
    """The installed packages of dpkg's status file."""
    for paragraph in status.strip().split("\n\n"):
        fields = dict(re.findall(r"^([\w-]+): (.*)$", paragraph, re.MULTILINE))
        if fields.get("Status") != "install ok installed":
            continue
        name, version, architecture = fields["Package"], fields["Version"], fields["Architecture"]
        purl = f"pkg:deb/debian/{quote(name)}@{quote(version, safe='')}?arch={architecture}"
        yield {"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl}


def python_distributions(folders: Iterable[str]) -> Iterator[Component]:
    """The distributions in these folders of modules."""
    for found in distributions(path=list(folders)):
        name = re.sub(r"[-_.]+", "-", found.metadata["Name"]).lower()
        purl = f"pkg:pypi/{name}@{quote(found.version, safe='')}"
        component = {"type": "library", "bom-ref": purl, "name": name, "version": found.version, "purl": purl}
        yield component | ({"licenses": [licence]} if (licence := _licence(found)) else {})


def _licence(found: Distribution) -> Component | None:
    fields = {name: found.metadata[name] for name in found.metadata}
    if expression := fields.get("License-Expression"):
        return {"expression": expression}
    name = fields.get("License", "")
    return {"license": {"name": name}} if 0 < len(name) <= LONGEST_LICENCE and "\n" not in name else None


def bill(image: str, version: str, components: Iterable[Component]) -> Component:
    """The document, in an order that does not change; of what is there twice, one."""
    found = {component["bom-ref"]: component for component in components}
    container = {"type": "container", "bom-ref": image, "name": image, "version": version}
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": container},
        "components": [found[ref] for ref in sorted(found)],
        "dependencies": [{"ref": image, "dependsOn": sorted(found)}],
    }


def main() -> None:
    """Print what is in this image, whose name is the argument."""
    folders = [path for path in sys.path if path and not path.startswith(OF_DEBIAN)]
    components = [*debian_packages(STATUS.read_text(encoding="utf-8")), *python_distributions(folders)]
    print(json.dumps(bill(sys.argv[1], os.environ.get("BUILD_DIGEST", ""), components), indent=1))


if __name__ == "__main__":
    main()
