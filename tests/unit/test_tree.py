"""Lists that must agree, and imports that must not be."""

import ast
import re
import tomllib
from pathlib import Path

import yaml

from services.catalog import STAGES, successors
from tests.conftest import ROOT

SERVICES = {stage.service for stage in STAGES}


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


def test_the_stack_has_the_catalogue_s_services() -> None:
    """Seven stages and main, no more, no less."""
    stack = yaml.safe_load((ROOT / "stack" / "docker-stack.yml").read_text())
    assert set(stack["services"]) == SERVICES | {"main"}


def test_the_bake_file_has_the_catalogue_s_services() -> None:
    """Each image is a target of the one Dockerfile, and all are built at once."""
    bake = (ROOT / "stack" / "docker-bake.hcl").read_text()
    assert set(re.findall(r'"(service-\w+|main)"', bake)) == SERVICES | {"main"}


def test_compose_has_the_stack_s_services() -> None:
    """Seven stages and main, under the container names of the guide, each extending the stack's."""
    services = yaml.safe_load((ROOT / "stack" / "compose.yml").read_text())["services"]
    assert {name: service["container_name"] for name, service in services.items()} == {
        **{stage.service: stage.container for stage in STAGES},
        "main": "pipeline-main",
        "folders": "pipeline-folders",
    }
    assert all(services[name]["extends"]["service"] == name for name in SERVICES | {"main"})


def test_published_ports_are_the_catalogue_s() -> None:
    """Each service's own port, on loopback unless said otherwise; development has the same."""
    published = yaml.safe_load((ROOT / "stack" / "compose.ports.yml").read_text())["services"]
    wanted = {stage.service: f"${{PUBLISH_ADDRESS:-127.0.0.1}}:{stage.port}:{stage.port}" for stage in STAGES}
    assert {name: service["ports"][0] for name, service in published.items()} == wanted
    development = yaml.safe_load((ROOT / "stack" / "compose.dev.yml").read_text())["services"]
    assert {name for name, service in development.items() if "extends" in service} == set(wanted)


def test_the_stack_s_chain_is_the_catalogue_s() -> None:
    """NEXT_SERVICE_* of each stage names those of the next letter."""
    stack = yaml.safe_load((ROOT / "stack" / "docker-stack.yml").read_text())
    for stage in STAGES:
        environment = stack["services"][stage.service]["environment"]
        hosts = re.findall(r":-([a-z0-9-]+)\}", environment.get("NEXT_SERVICE_HOST", ""))
        ports = environment.get("NEXT_SERVICE_PORT", "")
        assert hosts == [following.service for following in successors(stage)]
        assert ports == ",".join(str(following.port) for following in successors(stage))


def test_the_images_role_has_the_catalogue_s_services() -> None:
    """What is built is what is deployed."""
    variables = yaml.safe_load((ROOT / "roles" / "images" / "vars" / "main.yml").read_text())
    assert set(variables["__images_names"]) == SERVICES | {"main"}


def test_each_image_listens_where_the_catalogue_says() -> None:
    """Each target of the Dockerfile has its folder, its name and its port."""
    targets = re.split(r"^FROM ", (ROOT / "stack" / "Dockerfile").read_text(), flags=re.MULTILINE)
    for stage in STAGES:
        target = next(text for text in targets if text.startswith(f"base AS {stage.service}\n"))
        assert f"COPY services/{stage.name} services/{stage.name}\n" in target
        assert f"SERVICE_NAME={stage.service.replace('-', '_')} SERVICE_PORT={stage.port}\n" in target
        assert f"EXPOSE {stage.port}\n" in target


def test_each_role_specifies_its_defaults() -> None:
    """meta/argument_specs.yml and defaults/main.yml say the same."""
    for role in (ROOT / "roles").iterdir():
        path = role / "defaults" / "main.yml"
        defaults = yaml.safe_load(path.read_text()) if path.exists() else {}
        specs = yaml.safe_load((role / "meta" / "argument_specs.yml").read_text())["argument_specs"]["main"]["options"]
        specified = {name: option["default"] for name, option in specs.items() if "default" in option}
        assert specified == defaults, role.name


def test_the_stage_graph_has_one_order() -> None:
    """What a stage reads is the prompt, the trace, or written by a stage before it."""
    written = {"prompt", "timings"}
    for stage in STAGES:
        assert set(stage.reads) <= written, stage.name
        written.add(stage.writes)


def test_each_row_of_the_guide_names_a_test_that_is_there() -> None:
    """docs/deployment.md maps rows to tests by file and name."""
    table = (ROOT / "docs" / "deployment.md").read_text()
    named = re.findall(r"`(\w+/test_\w+\.py)(?:::(\w+))?`", table)
    assert len(named) > 30
    for path, test in named:
        assert f"def {test or 'test_'}" in (ROOT / "tests" / path).read_text(), f"{path}::{test}"


def test_the_images_have_the_libraries_that_the_project_names() -> None:
    """What pyproject.toml says of all services, of a stage and of main is what its image installs."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = {"libraries": project["dependencies"]}
    wanted |= {f"{name.replace('_', '-')}-libraries": given for name, given in project["optional-dependencies"].items()}
    names = {target: {re.split(r"[^\w-]", item)[0] for item in given} for target, given in wanted.items()}
    file = (ROOT / "stack" / "Dockerfile").read_text().replace("\\\n", " ")
    found = re.findall(r"^FROM wheels AS (\S+)\nRUN pip install .* --target /install (.*)$", file, flags=re.MULTILINE)
    assert {target: set(installed.split()) for target, installed in found} == names
