"""The gateways' one address, where the inventory has one: who has it, and who would take it."""

import pytest

from tests.infra.conftest import Machine, gateway_label

pytestmark = pytest.mark.lab


@pytest.fixture(scope="module")
def address(machines: list[Machine]) -> str:
    """The address, without its prefix."""
    known = machines[0].host.ansible.get_variables().get("virtual_address_cidr", "")
    if not known:
        pytest.skip("the inventory has no virtual_address_cidr")
    return str(known).split("/")[0]


def test_each_gateway_s_machine_may_take_it_now_and_after_a_reboot(machines: list[Machine], address: str) -> None:
    """There keepalived is enabled and active."""
    for machine in machines:
        if gateway_label(machines) in machine.labels:
            service = machine.host.service("keepalived")
            assert service.is_running, f"keepalived on {machine.name}: journalctl --unit keepalived"
            assert service.is_enabled, f"keepalived on {machine.name}"


def test_one_machine_has_it(machines: list[Machine], address: str) -> None:
    """Two at once cannot hear each other: look at the firewall between them and at virtual_address_router_id."""
    has = [item.name for item in machines if f" {address}/" in item.host.check_output("ip -o -4 address")]
    assert len(has) == 1, f"{address} is at {has}"


def test_a_gateway_answers_there(machines: list[Machine], address: str, gateway_scheme: str) -> None:
    """Asked from each machine, whether or not its certificate has the address."""
    for machine in machines:
        asked = machine.host.run(
            f"curl --silent --show-error --fail --insecure --max-time 10 {gateway_scheme}://{address}:8080/healthz"
        )
        assert asked.rc == 0, f"from {machine.name}: {asked.stderr}"
