"""A stage C5, added to a copy of this tree: four files by hand, the generators, and it runs everywhere."""

import json
import os
import shutil
import signal
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from services.runtime.server.probe import is_serving
from tests.component.conftest import until
from tests.conftest import PROMPT, ROOT

STAGE = '''"""C5, the glossary service: Story and Analysis to Glossary."""

from pipeline.v1 import draft_pb2, parts_pb2
from services.contract.calls import Process
from services.contract.stage import NoSettings

Settings = NoSettings


def build(_: NoSettings) -> Process:
    """The maker of glossaries."""
    return process


def process(draft: draft_pb2.Draft) -> parts_pb2.Glossary:
    """Each keyword with the first sentence that has it."""
    sentences = [sentence for paragraph in draft.story.paragraphs for sentence in paragraph.sentences]
    glossary = parts_pb2.Glossary()
    for keyword in draft.analysis.keywords:
        for sentence in sentences:
            if keyword.text.lower() in sentence.text.lower():
                glossary.entries.add(word=keyword.text, sentence_id=sentence.id)
                break
    return glossary
'''
MESSAGE = """
// Made by C5, the glossary service.
message Glossary {
  // One entry a word, in the order of the analysis.
  repeated GlossaryEntry entries = 1;
}

// A word and where it is met first.
message GlossaryEntry {
  // The word.
  string word = 1;
  // The first sentence that has it.
  string sentence_id = 2;
}
"""
FIELD = """  // Written by C5.
  Glossary glossary = 20;
"""
ROW = """    Stage("C5", "glossary", 50058, ("story", "analysis"), "glossary", place="media"),
"""
GENERATORS = (["protos/generate.py"], ["-m", "stack.generate"], ["-m", "docs.generate"])


@dataclass(frozen=True)
class Tree:
    """The copy, what was edited there by hand, and what `verify` said of that."""

    root: Path
    by_hand: list[str]
    stale: list[str]

    def python(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run Python on the copy's code, in its folder."""
        command = [sys.executable, *arguments]
        return subprocess.run(
            command, cwd=self.root, env=self.environment, capture_output=True, text=True, timeout=240, check=False
        )

    def run(self, mode: str, flow: str) -> dict[str, Any]:
        """Make a package with the copy's command; the last line's object."""
        asked = ["run", "--json", "--mode", mode, "--flow", flow, "--language", "none", "--seed", "7", PROMPT]
        done = self.python("-m", "main", *asked)
        assert done.returncode == 0, done.stderr
        result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return result

    def services(self, name: str) -> dict[str, Any]:
        """The services of a file of stack/."""
        found: dict[str, Any] = yaml.safe_load((self.root / "stack" / name).read_text())["services"]
        return found

    @property
    def environment(self) -> dict[str, str]:
        """Where modules are imported from: the copy, and nothing of this tree."""
        return os.environ | {"PYTHONPATH": f"{self.root}:{self.root / 'protos' / 'gen'}"}


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Tree:
    """A copy of what git would commit, with a stage C5 and what the generators make of it."""
    root = tmp_path_factory.mktemp("tree")
    asked = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, root / name)
    folder = root / "services" / "glossary"
    folder.mkdir()
    (folder / "__init__.py").touch()
    (folder / "stage.py").write_text(STAGE)
    contract = root / "protos" / "pipeline" / "v1"
    parts = contract / "parts.proto"
    parts.write_text(parts.read_text() + MESSAGE)
    insert(contract / "draft.proto", before="  // Written by D.\n", text=FIELD)
    insert(root / "services" / "catalog.py", before=")\n_PARTS", text=ROW)
    by_hand = ["services/glossary/stage.py", "protos/pipeline/v1/parts.proto", "protos/pipeline/v1/draft.proto"]
    made = Tree(root, [*by_hand, "services/catalog.py"], [])
    for command in GENERATORS:
        verified = made.python(*command, "verify")
        assert verified.returncode == 1, f"{command}: {verified.stdout}{verified.stderr}"
        made.stale.append(verified.stderr)
        done = made.python(*command)
        assert done.returncode == 0, done.stderr
    return made


def insert(path: Path, *, before: str, text: str) -> None:
    """Put text where an engineer would."""
    whole = path.read_text()
    assert whole.count(before) == 1
    path.write_text(whole.replace(before, text + before))


@pytest.fixture(scope="module")
def alone(tree: Tree) -> dict[str, Any]:
    """A run in one process."""
    return tree.run("local", "hub")


@pytest.fixture(scope="module")
def up(tree: Tree) -> Iterator[None]:
    """The copy's services as processes, over gRPC."""
    command = [sys.executable, "-m", "main", "up"]
    process = subprocess.Popen(
        command, cwd=tree.root, env=tree.environment, stdout=subprocess.DEVNULL, start_new_session=True
    )
    try:
        until(lambda: all(is_serving("127.0.0.1", port) for port in range(50051, 50059)), process, 40)
        yield
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)


def test_a_stage_takes_four_files_by_hand(tree: Tree) -> None:
    """And an empty __init__.py; before the generators ran, each `verify` named a file that was not current."""
    assert len(tree.by_hand) == 4
    assert "protos/gen is not current" in tree.stale[0]
    assert "stack/docker-stack.yml" in tree.stale[1]
    assert "docs/architecture.md is not current" in tree.stale[2]


@pytest.mark.parametrize("command", GENERATORS)
def test_what_is_generated_is_current(tree: Tree, command: list[str]) -> None:
    """The generators leave nothing that their `verify` complains about."""
    done = tree.python(*command, "verify")
    assert done.returncode == 0, done.stderr


def test_it_runs_in_one_process(alone: dict[str, Any]) -> None:
    """Eight stages, the new one before D, and its part is in the verified package."""
    stages = [timing["stage"] for timing in alone["timings"]]
    assert len(stages) == 8
    assert stages.index("glossary") < stages.index("aggregator")


def test_the_package_has_its_part(tree: Tree, alone: dict[str, Any]) -> None:
    """D knows no rule for it and puts it there as data: words of this story, each with the sentence that has it."""
    with zipfile.ZipFile(tree.root / alone["package"]) as package:
        (path,) = [name for name in package.namelist() if name.endswith("data/glossary.json")]
        entries = json.loads(package.read(path))["entries"]
    assert len(entries) > 3
    assert all(entry["word"] and entry["sentence_id"].startswith("s") for entry in entries)


@pytest.mark.parametrize("flow", ["hub", "chain"])
def test_it_runs_over_grpc(tree: Tree, up: None, alone: dict[str, Any], flow: str) -> None:
    """Eight processes make the content that one makes: B hands on to it, and D waits for it."""
    found = tree.run("grpc", flow)
    assert "glossary" in [timing["stage"] for timing in found["timings"]]
    assert found["content_digest"] == alone["content_digest"]


def test_the_stack_deploys_it(tree: Tree) -> None:
    """It has its own image and its place's machines. B hands on to it, and it hands on to D."""
    services = tree.services("docker-stack.yml")
    found, before = services["service-c5"], services["service-b"]["environment"]
    assert found["image"] == "${IMAGE_SERVICE_C5:-pipeline/service-c5:latest}"
    assert found["deploy"]["placement"]["constraints"] == ["node.labels.pipeline.media == true"]
    assert found["environment"]["NEXT_SERVICE_PORT"] == "50057"
    assert before["NEXT_SERVICE_HOST"].endswith("${SERVICE_C5_HOST:-service-c5}")
    assert before["NEXT_SERVICE_PORT"] == "50053,50054,50055,50056,50058"


def test_compose_and_the_images_have_it(tree: Tree) -> None:
    """A container of its name, its port on loopback, main waits for it; a target, and a name in the bake file."""
    services = tree.services("compose.yml")
    assert services["service-c5"]["container_name"] == "glossary"
    assert services["main"]["depends_on"]["service-c5"] == {"condition": "service_healthy"}
    port = "${PUBLISH_ADDRESS:-127.0.0.1}:50058:50058"
    assert tree.services("compose.ports.yml")["service-c5"]["ports"] == [port]
    folder = tree.services("compose.tls.yml")["service-c5"]["volumes"][0]["source"]
    assert folder == "../.secrets/tls/service-c5"
    assert tree.services("compose.dev.yml")["service-c5"]["extends"]["service"] == "service-c5"
    dockerfile = (tree.root / "stack" / "Dockerfile").read_text()
    target = dockerfile.split("FROM base AS service-c5\n")[1].split("\n\n")[0]
    assert "COPY services/glossary services/glossary" in target
    assert "SERVICE_NAME=service_c5 SERVICE_PORT=50058" in target
    assert '"service-c5"' in (tree.root / "stack" / "docker-bake.hcl").read_text()


def test_the_playbooks_know_it(tree: Tree) -> None:
    """Without Swarm it runs on the machine of its place, and the firewall there lets its port in."""
    asked = "{{ [distributed_services, catalogue_stages.values() | map(attribute='port')] | to_json }}"
    ansible = str(Path(sys.executable).with_name("ansible"))
    command = [ansible, "-i", "inventory/lab.yml", "--playbook-dir", "playbooks", "lab-2", "-m", "debug"]
    done = subprocess.run(
        [*command, "-a", json.dumps({"msg": asked})], cwd=tree.root, capture_output=True, text=True, check=True
    )
    said = yaml.safe_load(done.stdout.partition("=>")[2])["msg"]
    services, ports = json.loads(said) if isinstance(said, str) else said
    assert "service-c5" in services
    assert 50058 in ports
