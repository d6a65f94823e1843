"""What an operator adds to the stack, by files and by hand, over deploys."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import Play, play
from tests.lab.conftest import container_of, on, versions

pytestmark = pytest.mark.lab

MODEL: dict[str, Any] = {
    "services": {
        "service-a": {
            "environment": {"STORY_GENERATOR_KEY_FILE": "/run/secrets/model_key"},
            "secrets": [{"source": "model_key", "uid": "10001", "mode": 0o400}, {"source": "own_key", "uid": "10001"}],
            "configs": [{"source": "words", "target": "/app/words.txt"}],
            "networks": {"pipeline-net": None, "models": None},
        }
    },
    "secrets": {"model_key": {"external": True}, "own_key": {"file": "own_key.txt"}},
    "configs": {"words": {"file": "words.txt"}},
    "networks": {"models": {"driver_opts": {"com.docker.network.driver.mtu": "1300"}, "attachable": True}},
}
CONTENT = "s3cr3t-one", "s3cr3t-two", "s3cr3t-three"


class Operator:
    """An operator with a stack file of their own, and a setting of main in the inventory."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "model.yml").write_text(yaml.safe_dump(MODEL))
        (folder / "words.txt").write_text("a word\n")
        self.secret(CONTENT[0])
        (folder / "vars.json").write_text(
            json.dumps(
                {
                    "stack_files": [str(folder / "model.yml")],
                    "stack_environment": {"main": {"RUN_SECONDS": 240}},
                }
            )
        )

    def secret(self, content: str) -> None:
        """Put other content into the secret's file."""
        (self.folder / "own_key.txt").write_text(content)

    def play(self, name: str, *arguments: str) -> Play:
        """Run a playbook; it succeeds, and says no secret."""
        done = play(name, "-e", f"@{self.folder}/vars.json", "-vvv", *arguments)
        assert done.code == 0, done.output[-4000:]
        assert "s3cr3t" not in done.output
        return done


def inside(*command: str) -> str:
    """Run a command in service-a's container."""
    return on("lab-1", "docker", "exec", container_of("lab-1", "service-a"), *command)


def secrets() -> set[str]:
    """Names of the stack's own secrets."""
    stack = "label=com.docker.stack.namespace=pipeline"
    return set(on("lab-1", "docker", "secret", "ls", "--filter", stack, "--format", "{{.Name}}").split())


@pytest.fixture(scope="module")
def operator(site: Play, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Operator]:
    """An operator whose files are deployed; the stack is the plain one again at the end."""
    on("lab-1", "sh", "-c", "printf outside | docker secret create model_key -")
    operator = Operator(tmp_path_factory.mktemp("operator"))
    try:
        operator.play("deploy")
        yield operator
    finally:
        done = play("deploy", "-e", "stack_remove_foreign=true")
        assert done.code == 0, done.output[-4000:]
    on("lab-1", "docker", "secret", "rm", "model_key")


def test_what_the_files_add_is_there(operator: Operator) -> None:
    """Environment, secrets of both kinds, a config, a network with options; and a setting from the inventory."""
    assert "STORY_GENERATOR_KEY_FILE=/run/secrets/model_key" in inside("env")
    assert inside("cat", "/run/secrets/model_key", "/run/secrets/own_key") == f"outside{CONTENT[0]}"
    assert inside("cat", "/app/words.txt") == "a word"
    network = json.loads(on("lab-1", "docker", "network", "inspect", "pipeline_models"))[0]
    assert network["Options"]["com.docker.network.driver.mtu"] == "1300"
    environment = "{{json .Spec.TaskTemplate.ContainerSpec.Env}}"
    assert "RUN_SECONDS=240" in on("lab-1", "docker", "service", "inspect", "pipeline_main", "--format", environment)


@pytest.mark.campaign
def test_the_next_site_keeps_it(operator: Operator) -> None:
    """A second site changes nothing, and a check finds nothing to change."""
    before = versions()
    assert operator.play("site").recap("lab-1")["changed"] == 0
    assert operator.play("deploy", "--check", "--diff").recap("lab-1")["changed"] == 0
    assert versions() == before


@pytest.mark.campaign
def test_a_changed_secret_is_a_new_one(operator: Operator) -> None:
    """A check names it; a deploy updates who uses it; the last one stays for a rollback, older ones go."""
    (first,) = secrets()
    operator.secret(CONTENT[1])
    checked = operator.play("deploy", "--check", "--diff")
    assert f"-            SecretName: {first}" in checked.output
    assert secrets() == {first}
    operator.play("deploy")
    assert inside("cat", "/run/secrets/own_key") == CONTENT[1]
    assert first in secrets()
    assert len(secrets()) == 2
    operator.secret(CONTENT[2])
    operator.play("deploy")
    assert first not in secrets()
    assert len(secrets()) == 2
    assert operator.play("deploy").recap("lab-1")["changed"] == 0


@pytest.mark.campaign
def test_what_somebody_put_on_a_service_is_not_dropped(operator: Operator) -> None:
    """A deploy stops and names it; it still runs; with the operator's word it goes."""
    on("lab-1", "docker", "service", "update", "--quiet", "--env-add", "FOREIGN=1", "pipeline_service-a", seconds=240)
    done = play("deploy", "-e", f"@{operator.folder}/vars.json")
    assert done.code != 0
    assert "service-a has TaskTemplate.ContainerSpec.Env.FOREIGN" in " ".join(done.output.split())
    assert "FOREIGN=1" in inside("env")
    operator.play("deploy", "-e", "stack_remove_foreign=true")
    assert "FOREIGN" not in inside("env")


@pytest.mark.campaign
def test_a_constraint_that_moves_nothing_is_deployed(operator: Operator) -> None:
    """Swarm keeps such a task with its old placement; the deploy does not wait for another one."""
    (operator.folder / "model.yml").write_text(
        yaml.safe_dump(
            MODEL
            | {
                "services": {
                    "service-a": MODEL["services"]["service-a"]
                    | {"deploy": {"placement": {"constraints": ["node.platform.os == linux"]}}}
                }
            }
        )
    )
    assert operator.play("deploy").recap("lab-1")["changed"] == 1
    assert operator.play("deploy").recap("lab-1")["changed"] == 0
