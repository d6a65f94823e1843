"""Whether the services have a place when a machine is gone."""

import yaml
from ansible_collections.storyloom.swarm.plugins.modules import stack_fit

from services.catalog import STAGES
from tests.conftest import ROOT, SERVICES

Machine, Service = stack_fit.Machine, stack_fit.Service
MB = 2**20


def machines(*memory: int, label: str = "pipeline.story") -> list[object]:
    """Machines with a label and so many MB."""
    return [Machine(f"machine-{number}", frozenset([label]), mb * MB) for number, mb in enumerate(memory, 1)]


def lacking(there: list[object], *wanted: tuple[str, int, int]) -> list[str]:
    """What has no place, of services with a name, MB and replicas."""
    services = [Service(name, "pipeline.story", mb * MB, replicas) for name, mb, replicas in wanted]
    return list(stack_fit.lacking(there, services))


def test_what_fits_without_any_one_machine_lacks_nothing() -> None:
    """Two replicas of two services on three machines, of which two have room for all."""
    assert lacking(machines(512, 512, 512), ("service-a", 256, 2), ("service-b", 256, 2)) == []


def test_memory_that_is_enough_only_while_all_machines_are_there_is_found() -> None:
    """The lack is named with the machine that is gone and the service."""
    (first, *_) = lacking(machines(300, 300, 300), ("service-a", 200, 2), ("service-b", 100, 2), ("service-c", 100, 2))
    assert first == "without machine-1 service-c lacks 100 MB on machine-2"


def test_a_label_that_one_machine_alone_has_is_found() -> None:
    """The service would be nowhere without it."""
    there = [*machines(512), *machines(512, 512, label="pipeline.media")]
    assert lacking(there, ("service-a", 256, 1)) == [
        "without machine-1 service-a has 0 machines with the label pipeline.story for 1 replicas"
    ]


def test_more_replicas_than_machines_are_found_before_any_is_gone() -> None:
    """No machine takes two of one service."""
    assert lacking(machines(512, 512), ("service-a", 256, 3)) == [
        "service-a has 2 machines with the label pipeline.story for 3 replicas"
    ]


def test_a_replica_for_each_machine_needs_no_other_place() -> None:
    """A gateway on every machine: without a machine there is one less of them."""
    assert lacking(machines(256, 256, 256), ("main", 256, 3)) == []


def test_the_stack_file_s_services_are_read_with_label_memory_and_replicas() -> None:
    """Main's label is a variable in the file, and given beside it."""
    definition = yaml.safe_load((ROOT / "stack" / "docker-stack.yml").read_text())
    found = {
        service.name: service
        for service in stack_fit.services(definition, {"main": 3, "service-a": 2}, {"main": "pipeline.gateway"})
    }
    assert set(found) == set(SERVICES)
    assert found["main"] == Service("main", "pipeline.gateway", 256 * MB, 3)
    assert found["service-a"].replicas == 2
    assert {stage.service: found[stage.service].label for stage in STAGES} == {
        stage.service: f"pipeline.{stage.place}" for stage in STAGES
    }
