"""Lists that must agree, and imports that must not be."""

import ast
import re
from pathlib import Path

import yaml

from services.catalog import STAGES
from tests.conftest import ROOT

GUIDE = {
    "service-a": ("story-generator", 50051),
    "service-b": ("story-analyzer", 50052),
    "service-c1": ("image-concept", 50053),
    "service-c2": ("audio-script", 50054),
    "service-c3": ("translation", 50055),
    "service-c4": ("formatting", 50056),
    "service-d": ("aggregator", 50057),
}


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def test_craft_never_imports_grpc() -> None:
    """What a service makes is apart from how it is asked."""
    folders = [ROOT / "services" / stage.name for stage in STAGES]
    for path in (path for folder in folders for path in folder.glob("*.py")):
        assert not [name for name in imports(path) if name.split(".")[0].startswith("grpc")], path


def test_the_images_have_one_http_client() -> None:
    """It is aiohttp, for calls to stages, models and the gateway."""
    for path in (path for folder in ("services", "main") for path in (ROOT / folder).rglob("*.py")):
        others = {"httpx", "httpx_sse", "requests", "urllib3", "urllib.request"}
        assert not others & (imports(path) | {item.split(".")[0] for item in imports(path)}), path


MESSAGES = ("pipeline.", "google.protobuf")
OUTSIDE = {"aiohttp", "ctypes", "os", "selectors", "shutil", "socket", "subprocess", "tempfile", "urllib"}
"""Modules by which Python reaches files, programs and networks."""
TAKES_MESSAGES = {"image_concept/cast.py", "image_concept/depicted.py"}
"""Craft that reads or makes messages: who is in a story, and what a picture shows."""
REACHES_OUT = {"audio_script/speak.py", "audio_script/voice.py", "translation/apertium.py", "translation/engine.py"}
"""Craft that runs programs of others: espeak-ng and Apertium."""


def test_craft_is_plain_python_over_plain_data() -> None:
    """Messages stop at stage.py, but in the aggregator, whose data they are; four files run programs of others."""
    reaches = set()
    for path in (path for stage in STAGES for path in (ROOT / "services" / stage.name).glob("*.py")):
        name, found = f"{path.parent.name}/{path.name}", imports(path)
        if {item.split(".")[0] for item in found} & OUTSIDE:
            reaches.add(name)
        if path.name != "stage.py" and path.parent.name != "aggregator" and name not in TAKES_MESSAGES:
            assert not [item for item in found if item.startswith(MESSAGES)], name
    assert reaches == REACHES_OUT


def test_main_never_imports_a_craft() -> None:
    """Main reaches a craft through the catalogue only."""
    crafts = tuple(f"services.{stage.name}" for stage in STAGES)
    for path in (ROOT / "main").rglob("*.py"):
        assert not [name for name in imports(path) if name.startswith(crafts)], path


def test_a_service_imports_no_other_service() -> None:
    """An image has one service's folder only."""
    for stage in STAGES:
        others = tuple(f"services.{other.name}" for other in STAGES if other is not stage)
        for path in (ROOT / "services" / stage.name).rglob("*.py"):
            assert not [name for name in imports(path) if name.startswith(others)], path


def test_the_runtime_names_no_stage() -> None:
    """Adding a stage must not touch the runtime."""
    names = [stage.name for stage in STAGES]
    for path in (ROOT / "services" / "runtime").rglob("*.py"):
        assert not [name for name in names if name in path.read_text()], path


def test_names_and_ports_are_the_guide_s() -> None:
    """Compose runs each service of the deployment guide's table under its container's name, and publishes its port."""
    files = [ROOT / "stack" / name for name in ("compose.yml", "compose.ports.yml")]
    services, published = (yaml.safe_load(path.read_text())["services"] for path in files)
    for name, (container, port) in GUIDE.items():
        assert services[name]["container_name"] == container
        assert published[name]["ports"] == [f"${{PUBLISH_ADDRESS:-127.0.0.1}}:{port}:{port}"]


def test_each_role_specifies_its_defaults() -> None:
    """meta/argument_specs.yml, in its entry points together, and defaults/main.yml say the same."""
    for role in (ROOT / "roles").iterdir():
        path = role / "defaults" / "main.yml"
        defaults = yaml.safe_load(path.read_text()) if path.exists() else {}
        entries = yaml.safe_load((role / "meta" / "argument_specs.yml").read_text())["argument_specs"].values()
        options = [item for entry in entries for item in entry.get("options", {}).items()]
        specified = {name: option["default"] for name, option in options if "default" in option}
        assert specified == defaults, role.name


def test_the_stage_graph_has_one_order() -> None:
    """What a stage reads is the prompt, the trace, or written by a stage before it."""
    written = {"prompt", "timings"}
    for stage in STAGES:
        assert set(stage.reads) <= written, stage.name
        written.add(stage.writes)


def test_each_row_of_the_guide_names_a_test_that_is_there() -> None:
    """docs/operations.md maps rows to tests by file and name."""
    table = (ROOT / "docs" / "operations.md").read_text()
    named = re.findall(r"`(\w+/test_\w+\.py)(?:::(\w+))?`", table)
    assert len(named) > 30
    for path, test in named:
        assert f"def {test or 'test_'}" in (ROOT / "tests" / path).read_text(), f"{path}::{test}"
