"""The nightly removal of images, against Debian's registry: what is deployed or new stays, all else goes."""

import hashlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.conftest import ROOT

SCRIPT = ROOT / "roles" / "images" / "files" / "collect-registry"
MANIFEST = "application/vnd.oci.image.manifest.v1+json"
INDEX = "application/vnd.oci.image.index.v1+json"
LAYER_BYTES = 100_000
DAY = 86_400

pytestmark = pytest.mark.skipif(shutil.which("docker-registry") is None, reason="apt-get install docker-registry")


@dataclass
class Registry:
    """A registry on loopback, its folder and its configuration."""

    folder: Path
    config: Path
    client: httpx.Client

    @property
    def root(self) -> Path:
        return self.folder / "docker" / "registry" / "v2"

    def push(self, image: str, tag: str, days_ago: float) -> str:
        """Push an image of one layer, as if it had been so long ago; its digest."""
        layer, config = os.urandom(LAYER_BYTES), json.dumps({"tag": tag, "image": image}).encode()
        manifest = {
            "schemaVersion": 2,
            "mediaType": MANIFEST,
            "config": self._blob(image, config, "application/vnd.oci.image.config.v1+json"),
            "layers": [self._blob(image, layer, "application/vnd.oci.image.layer.v1.tar")],
        }
        return self._manifest(image, tag, manifest, days_ago)

    def push_index(self, image: str, tag: str, child: str, days_ago: float) -> str:
        """Push an index of one platform's manifest, which has no tag of its own."""
        size = len(self.client.get(f"/v2/pipeline/{image}/manifests/{child}", headers={"Accept": MANIFEST}).content)
        index = {
            "schemaVersion": 2,
            "mediaType": INDEX,
            "manifests": [{"mediaType": MANIFEST, "digest": child, "size": size}],
        }
        return self._manifest(image, tag, index, days_ago)

    def tags(self, image: str) -> set[str]:
        return set(self.client.get(f"/v2/pipeline/{image}/tags/list").json()["tags"] or [])

    def has(self, image: str, digest: str) -> bool:
        """Whether the image can be pulled whole by its digest."""
        answer = self.client.get(f"/v2/pipeline/{image}/manifests/{digest}", headers={"Accept": f"{MANIFEST}, {INDEX}"})
        if answer.status_code == 404:
            return False
        parts = [part["digest"] for part in answer.json().get("layers", [])]
        return all(self.client.head(f"/v2/pipeline/{image}/blobs/{part}").status_code == 200 for part in parts)

    def size(self) -> int:
        return sum(path.stat().st_size for path in self.root.rglob("*") if path.is_file())

    def collect(self, kept: list[dict[str, Any]], newest: int) -> str:
        """Run the script; what it said."""
        file = self.folder / "kept.json"
        file.write_text(json.dumps(kept))
        command = [sys.executable, str(SCRIPT), "--newest", str(newest), "--root", str(self.root)]
        done = subprocess.run(
            [*command, "--config", str(self.config), "--unit", "", str(file)],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def _blob(self, image: str, content: bytes, media_type: str) -> dict[str, Any]:
        digest = f"sha256:{hashlib.sha256(content).hexdigest()}"
        place = self.client.post(f"/v2/pipeline/{image}/blobs/uploads/").headers["Location"]
        answer = self.client.put(place, params={**httpx.URL(place).params, "digest": digest}, content=content)
        assert answer.status_code == 201, answer.text
        return {"mediaType": media_type, "digest": digest, "size": len(content)}

    def _manifest(self, image: str, tag: str, manifest: dict[str, Any], days_ago: float) -> str:
        content = json.dumps(manifest).encode()
        answer = self.client.put(
            f"/v2/pipeline/{image}/manifests/{tag}", content=content, headers={"Content-Type": manifest["mediaType"]}
        )
        assert answer.status_code == 201, answer.text
        digest = answer.headers["Docker-Content-Digest"]
        folder = self.root / "repositories" / "pipeline" / image / "_manifests"
        then = time.time() - days_ago * DAY
        for link in (
            folder / "tags" / tag / "current" / "link",
            folder / "revisions" / "sha256" / digest.removeprefix("sha256:") / "link",
        ):
            os.utime(link, (then, then))
        return str(digest)


@pytest.fixture
def registry(tmp_path: Path) -> Iterator[Registry]:
    """A registry without an account, as the role configures it otherwise."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    config = tmp_path / "config.yml"
    config.write_text(
        json.dumps(
            {
                "version": 0.1,
                "storage": {"filesystem": {"rootdirectory": str(tmp_path)}, "delete": {"enabled": True}},
                "http": {"addr": f"127.0.0.1:{port}"},
            }
        )
    )
    with (tmp_path / "log").open("wb") as log:
        server = subprocess.Popen(["docker-registry", "serve", str(config)], stdout=log, stderr=log)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
            _wait(client, server)
            yield Registry(tmp_path, config, client)
    finally:
        server.kill()
        server.wait()


def _wait(client: httpx.Client, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 30
    while not _answers(client):
        assert server.poll() is None
        assert time.monotonic() < until
        time.sleep(0.05)


def _answers(client: httpx.Client) -> bool:
    try:
        return client.get("/v2/").status_code == 200
    except httpx.ConnectError:
        return False


def version(tag: str, **images: str) -> dict[str, Any]:
    """A version as the role images keeps it."""
    return {"tag": tag, "images": {name: f"registry.example:5000/pipeline/{name}@{at}" for name, at in images.items()}}


def test_deployed_and_newest_versions_stay_and_the_others_bytes_go(registry: Registry) -> None:
    """Of ten versions the newest two and the deployed one, the oldest of all, can still be pulled."""
    digests = {f"v{days}": registry.push("main", f"v{days}", days) for days in range(2, 12)}
    before = registry.size()
    said = registry.collect([version("v11", main=digests["v11"])], newest=2)
    assert "7 tags removed" in said
    assert registry.tags("main") == {"v2", "v3", "v11"}
    assert {tag for tag, digest in digests.items() if registry.has("main", digest)} == {"v2", "v3", "v11"}
    assert before - registry.size() > 7 * LAYER_BYTES


def test_what_was_pushed_today_stays(registry: Registry) -> None:
    """Whoever pushes by hand and deploys later finds it."""
    for number in range(4):
        registry.push("main", f"today{number}", number / 10)
    assert "nothing to remove" in registry.collect([], newest=1)
    assert len(registry.tags("main")) == 4


def test_a_deployed_digest_stays_under_another_tag(registry: Registry) -> None:
    """A deploy names digests; a tag may have moved on since."""
    old = registry.push("main", "stable", 9)
    registry.push("main", "stable", 3)
    gone = registry.push("main", "tried", 5)
    registry.collect([version("stable", main=old)], newest=1)
    assert registry.has("main", old)
    assert not registry.has("main", gone)


def test_each_platform_of_a_kept_index_stays(registry: Registry) -> None:
    """The manifests that an index names have no tag, and are wanted as long as it is."""
    child = registry.push("main", "amd64", 6)
    index = registry.push_index("main", "both", child, 5)
    registry.push("main", "newer", 3)
    registry.collect([version("both", main=index)], newest=1)
    assert registry.tags("main") == {"both", "newer"}
    assert registry.has("main", child)


def test_nothing_is_removed_while_somebody_pushes(registry: Registry) -> None:
    """An upload that has begun and not ended puts it off."""
    for days in (3, 4, 5):
        registry.push("main", f"v{days}", days)
    registry.client.post("/v2/pipeline/main/blobs/uploads/")
    assert "under way" in registry.collect([], newest=1)
    assert len(registry.tags("main")) == 3


def test_the_second_time_there_is_nothing_to_do(registry: Registry) -> None:
    """The unit is not stopped for nothing."""
    for days in (3, 4, 5):
        registry.push("main", f"v{days}", days)
    registry.collect([], newest=1)
    assert "nothing to remove" in registry.collect([], newest=1)
    assert registry.tags("main") == {"v3"}
