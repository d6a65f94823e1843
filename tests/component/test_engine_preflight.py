"""What the role docker_engine finds of a machine's release, packages and own engine: one play over a machine a case."""

import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.component import plays

FIT = {"version": '{"Version": "28.5.1"}', "buildx": "v0.29.1"}


@dataclass(frozen=True)
class Case:
    """A machine, and what is said of it; nothing when it will do."""

    said: str = ""
    distribution: tuple[str, str] = ("Debian", "13.1")
    packages: tuple[str, ...] = ()
    """Those of an engine that it has."""
    engine: dict[str, str] | None = None
    """The answers of its own engine to docker commands by their first words; with none it has no such command."""
    variables: dict[str, Any] = field(default_factory=dict)


CE = {"docker_engine_channel": "docker-ce"}
RELEASES = {
    "debian12": Case("debian12 runs Debian 12.11", ("Debian", "12.11")),
    "debian12ce": Case(distribution=("Debian", "12.11"), variables=CE),
    "debian13": Case(),
    "ubuntu2204": Case(distribution=("Ubuntu", "22.04")),
    "ubuntu2004ce": Case("ubuntu2004ce runs Ubuntu 20.04", ("Ubuntu", "20.04"), variables=CE),
    "fedora": Case("fedora runs Fedora 42", ("Fedora", "42")),
    "other": Case("other has docker-ce: docker.io, docker-cli,", packages=("docker-ce",)),
    "otherce": Case("otherce has docker.io: docker-ce, docker-ce-cli,", packages=("docker.io",), variables=CE),
    "same": Case(packages=("docker-ce",), variables=CE),
    "pinned": Case(packages=("docker-ce",), variables={"docker_engine_packages": ["docker-ce=5:28*"]}),
}
OWN = {
    "none": Case("none has no docker command"),
    "silent": Case("which is not managed here, does not answer root: Cannot connect.", engine={}),
    "old": Case("The engine of old is 20.10.24", engine=FIT | {"version": '{"Version": "20.10.24+dfsg1"}'}),
    "builder": Case(
        "builder builds the images, and its docker command has no buildx", engine={"version": FIT["version"]}
    ),
    "worker": Case(engine={"version": FIT["version"]}),
    "fit": Case(engine=FIT),
}


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What the play says of all machines."""
    path = tmp_path_factory.mktemp("machines")
    machines = {name: variables(path, name, case) for name, case in (RELEASES | OWN).items()}
    facts = {f"ansible_{name}": f"{{{{ {name} }}}}" for name in ("distribution", "distribution_version", "service_mgr")}
    tasks: list[dict[str, Any]] = [
        {"ansible.builtin.set_fact": facts | {"ansible_user_id": "root", "cacheable": True}},
        {"ansible.builtin.set_fact": {"docker_engine_ground": {"packages": "{{ packages }}"}}},
        plays.role("docker_engine", "packages") | {"when": "docker_engine_manage"},
        plays.role("docker_engine", "own") | {"when": "not docker_engine_manage"},
    ]
    command, environment = plays.write(path, {"all": tasks}, machines, groups={"registry": ["builder"]})
    done = subprocess.run(command, cwd=path, env=environment, capture_output=True, text=True, check=False)
    assert "PLAY RECAP" in done.stdout, done.stdout + done.stderr
    return " ".join(done.stdout.split())


def variables(path: Path, name: str, case: Case) -> dict[str, Any]:
    """What the inventory says of the machine, and its docker command."""
    folder = path / name
    folder.mkdir()
    if case.engine is not None:
        answers = "".join(f"{asked}) echo '{answer}'; exit;;\n" for asked, answer in case.engine.items())
        (folder / "docker").write_text(f"#!/bin/sh\ncase $1 in\n{answers}esac\necho Cannot connect. >&2; exit 1\n")
        (folder / "docker").chmod(0o755)
    distribution, version = case.distribution
    return {
        "distribution": distribution,
        "distribution_version": version,
        "service_mgr": "systemd",
        "packages": list(case.packages),
        "docker_engine_manage": name in RELEASES,
        # Without a docker command of this machine's own.
        "search": f"{folder}:/usr/bin:/bin" if case.engine is not None else str(folder),
        **case.variables,
    }


@pytest.mark.parametrize(("name", "case"), (RELEASES | OWN).items())
def test_what_stops_a_machine_is_named(said: str, name: str, case: Case) -> None:
    """And nothing stops one that will do."""
    stopped = f"fatal: [{name}]: FAILED!" in said
    assert stopped == bool(case.said), said
    assert case.said in said
