"""What stops the playbooks before anything is changed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from ansible_collections.storyloom.swarm.plugins.modules import address_overlap, engine_ground

from tests.conftest import ROOT


@pytest.mark.parametrize(
    ("route", "found"),
    [
        ({"dst": "10.86.4.0/22", "dev": "wg0"}, [("10.86.4.0/22", "wg0")]),
        ({"dst": "10.86.9.9", "dev": "tun0"}, [("10.86.9.9/32", "tun0")]),
        ({"dst": "10.0.0.0/8", "dev": "eth1"}, [("10.0.0.0/8", "eth1")]),
        ({"dst": "10.87.0.0/16", "dev": "eth1"}, []),
        ({"dst": "default", "dev": "eth0"}, []),
        ({"dst": "0.0.0.0/1", "dev": "tun0"}, []),
        ({"dst": "10.86.1.0/24", "dev": "docker_gwbridge"}, []),
        ({"dst": "10.86.1.1", "dev": "eth0", "type": "local"}, []),
        ({"dst": "fd00::/8", "dev": "eth0"}, []),
    ],
)
def test_a_route_into_the_containers_networks_is_found(route: dict[str, str], found: list[tuple[str, str]]) -> None:
    """A VPN's or another network's; not Docker's own, nor one for all addresses, in halves neither."""
    overlaps = address_overlap.overlaps(["10.86.0.0/16"], [route])
    assert [(item["route"], item["device"]) for item in overlaps] == found


def test_a_folder_that_is_not_there_yet_takes_its_parent_s_room(tmp_path: Path) -> None:
    """Once for all folders of one file system that is asked for, with what is left."""
    assert engine_ground.full([str(tmp_path), str(tmp_path / "docker" / "more")], 0, 0) == []
    (full,) = engine_ground.full([str(tmp_path), str(tmp_path / "docker" / "more")], 2**40, 0)
    assert full.startswith(f"{tmp_path} (")


def test_repositories_have_hosts_or_none() -> None:
    """An address needs no name server, and a folder has no host."""
    urls = ["http://mirror.example/debian/", "http://10.0.0.5:8080/debian/", "file:/srv/mirror/", "https://[fd00::1]/x"]
    assert engine_ground.hosts(urls) == {"mirror.example"}


SMALL_WAY = """
import json, sys
sys.path.insert(0, "plugins/modules")
import path_mtu
print(json.dumps([path_mtu.small(["127.0.0.1"], size) for size in (1300, 1500)]))
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="takes root: a network of its own, whose way is small")
def test_a_way_that_takes_no_full_packets_is_found() -> None:
    """In a network of its own whose only interface takes 1400 bytes; what fits in it is fine."""
    script = f"ip link set lo mtu 1400 up && exec \"$0\" -c '{SMALL_WAY}'"
    done = subprocess.run(
        ["unshare", "--net", "sh", "-c", script, sys.executable], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == '[{}, {"127.0.0.1": 1400}]'
