"""What of a service is compared, and what of a running one is foreign."""

import copy
from collections.abc import Iterator
from typing import Any

import pytest
from ansible_collections.storyloom.swarm.plugins.module_utils import stack_checks, swarm_view

# As the recorder has it of a deploy.
ASKED: dict[str, Any] = {
    "Name": "pipeline_main",
    "Labels": {"com.docker.stack.namespace": "pipeline", "empty": ""},
    "TaskTemplate": {
        "ContainerSpec": {
            "Image": "x@sha256:1",
            "Env": ["A=1", "B=x=y", "EMPTY=", "UNSET"],
            "Init": False,
            "Mounts": [{"Type": "tmpfs", "Target": "/tmp", "TmpfsOptions": {"SizeBytes": 1}}],  # noqa: S108
            "Secrets": [
                {"File": {"Name": "key", "Mode": 256}, "SecretID": "pipeline_key", "SecretName": "pipeline_key"}
            ],
            "Privileges": {"CredentialSpec": None, "SELinuxContext": None, "NoNewPrivileges": False},
        },
        "Resources": {},
        "Placement": {"Constraints": ["node.role == manager"]},
        "Networks": [{"Target": "pipeline_net", "Aliases": ["main"]}],
        "ForceUpdate": 0,
    },
    "Mode": {"Replicated": {}},
    "EndpointSpec": {"Ports": [{"TargetPort": 8080, "PublishedPort": 8080, "PublishMode": "host"}]},
}
NETWORKS = {"id-1": "pipeline_net"}


def answered() -> dict[str, Any]:
    """The same service as an engine answers it: ids, other orders, and values where nothing was asked."""
    spec = copy.deepcopy(ASKED)
    task = spec["TaskTemplate"]
    task["ContainerSpec"] |= {"Isolation": "default", "Env": ["UNSET", "EMPTY=", "B=x=y", "A=1"]}
    task["ContainerSpec"]["Secrets"][0]["SecretID"] = "id-2"
    del task["ContainerSpec"]["Privileges"]
    task |= {"Runtime": "container", "ForceUpdate": 3, "Networks": [{"Target": "id-1", "Aliases": ["main"]}]}
    spec["Mode"] = {"Replicated": {"Replicas": 1}}
    spec["EndpointSpec"]["Mode"] = "vip"
    spec["EndpointSpec"]["Ports"][0]["Protocol"] = "tcp"
    return spec


def wanted() -> dict[str, Any]:
    view: dict[str, Any] = swarm_view.recorded(swarm_view.service_view(ASKED, {}))
    return view


def running(**container: Any) -> dict[str, Any]:
    """The deployed service, with these of its container's keys otherwise."""
    spec = answered()
    spec["TaskTemplate"]["ContainerSpec"] |= container
    spec["Labels"][swarm_view.RECORD] = wanted()["Labels"][swarm_view.RECORD]
    view: dict[str, Any] = swarm_view.service_view(spec, NETWORKS)
    return view


def test_what_was_deployed_does_not_differ() -> None:
    """Orders, ids and what an engine answers of itself are no difference."""
    assert swarm_view.differing(running(), wanted()) == []
    assert swarm_view.foreign(running(), wanted()) == []


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Paths to all values of a spec."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield from leaves(item, (*path, key))
    if not isinstance(value, (dict, list)):
        yield path


@pytest.mark.parametrize(
    "path", [path for path in leaves(ASKED) if path[-1] not in ("Name", "SecretID", "ForceUpdate")]
)
def test_each_value_is_compared(path: tuple[Any, ...]) -> None:
    """A change of any one of them is a difference."""
    spec = copy.deepcopy(ASKED)
    place: Any = spec
    for step in path[:-1]:
        place = place[step]
    before = place[path[-1]]
    place[path[-1]] = before + 1 if isinstance(before, int) and before is not False else f"{before or ''}changed"
    assert swarm_view.differing(swarm_view.service_view(spec, {}), swarm_view.service_view(ASKED, {}))


@pytest.mark.parametrize("key", ["Command", "Sysctls", "AKeyOfALaterEngine"])
def test_a_key_that_nobody_named_is_compared(key: str) -> None:
    """No list of keys stands between the engine and the comparison."""
    view = running(**{key: {"a": "b"}})
    assert f"TaskTemplate.ContainerSpec.{key}.a" in swarm_view.differing(view, wanted())


@pytest.mark.parametrize(
    ("container", "names"),
    [
        ({"Env": [*ASKED["TaskTemplate"]["ContainerSpec"]["Env"], "FOO=1"]}, ["TaskTemplate.ContainerSpec.Env.FOO"]),
        (
            {"Mounts": [*ASKED["TaskTemplate"]["ContainerSpec"]["Mounts"], {"Type": "bind", "Target": "/x"}]},
            ["TaskTemplate.ContainerSpec.Mounts./x"],
        ),
        ({"Hosts": ["10.0.0.1 a"]}, ["TaskTemplate.ContainerSpec.Hosts"]),
        ({"Env": ["A=2"]}, []),
    ],
)
def test_what_others_added_is_foreign(container: dict[str, Any], names: list[str]) -> None:
    """It is named; another value of what the files name is no foreigner, for the files decide that."""
    assert swarm_view.foreign(running(**container), wanted()) == names


def test_what_a_deploy_added_is_not_foreign() -> None:
    """What the files no longer name, and an earlier deploy put there, may go."""
    spec = copy.deepcopy(ASKED)
    del spec["TaskTemplate"]["ContainerSpec"]["Secrets"], spec["EndpointSpec"]["Ports"]
    assert swarm_view.foreign(running(), swarm_view.recorded(swarm_view.service_view(spec, {}))) == []


def test_a_service_of_others_in_the_stack_is_named() -> None:
    """Without the record of a deploy it is not ours to remove; with it, it is."""
    by_hand = swarm_view.service_view(ASKED, {})
    assert [text.split()[0] for text in stack_checks.foreigners({"other": by_hand}, {})] == ["other"]
    assert list(stack_checks.foreigners({"other": running()}, {})) == []


NETWORK = {
    "Name": "pipeline_net",
    "Driver": "overlay",
    "Options": {"encrypted": ""},
    "Labels": {"a": "b"},
    "IPAM": None,
}
# What an engine fills in.
MADE = NETWORK | {
    "Scope": "swarm",
    "IPAM": {"Driver": "default", "Options": None, "Config": [{"Subnet": "10.0.1.0/24", "Gateway": "10.0.1.1"}]},
    "Options": {"encrypted": "", "com.docker.network.driver.overlay.vxlanid_list": "4097"},
}
ADDRESSES = {"Config": [{"Subnet": "10.0.1.0/24"}]}


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({}, ""),
        ({"IPAM": ADDRESSES}, ""),
        ({"Options": {}}, "Options.encrypted"),
        ({"Attachable": True}, "Attachable"),
        ({"Labels": {}}, "Labels.a"),
        ({"IPAM": {"Config": [{"Subnet": "10.0.2.0/24"}]}}, "IPAM.Config.10.0.1.0/24.Subnet"),
    ],
)
def test_a_network_that_is_there_otherwise_is_refused(asked: dict[str, Any], names: str) -> None:
    """Docker would leave it as it is; the deploy names what differs."""
    there = stack_checks.There({"pipeline_net": MADE}, set(), set())
    found = list(stack_checks.faults({"networks": [NETWORK | asked], "secrets": [], "configs": []}, {}, there, "/none"))
    assert [names in text for text in found] == ([True] if names else [])


def test_what_is_external_has_to_be_there() -> None:
    """A secret that nobody made stops the deploy, with the command that makes it."""
    asked = {"networks": [NETWORK], "secrets": [], "configs": []}
    missing = stack_checks.There({}, set(), set())
    assert [
        text for text in stack_checks.faults(asked, {"main": wanted()}, missing, "/none") if "secret create" in text
    ]
    there = stack_checks.There({}, {"pipeline_key"}, set())
    assert list(stack_checks.faults(asked, {"main": wanted()}, there, "/none")) == []
