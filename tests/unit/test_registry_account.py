"""A deploy notes whose account it hands to a service, so that another password shows."""

import base64
import json
from pathlib import Path

import pytest
from ansible_collections.storyloom.swarm.plugins.module_utils import registry_account

IMAGE = "10.0.0.1:5000/pipeline/main@sha256:0"


def logged_in(folder: Path, password: str) -> None:
    auth = base64.b64encode(f"storyloom:{password}".encode()).decode()
    (folder / "config.json").write_text(json.dumps({"auths": {"10.0.0.1:5000": {"auth": auth}, "helped": {}}}))


def test_another_password_is_another_label(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same one is the same; the password is not in it; an image of elsewhere has none."""
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path))
    assert registry_account.accounts() == {}
    logged_in(tmp_path, "one")
    first = registry_account.labels(IMAGE, registry_account.accounts())
    assert first == registry_account.labels(IMAGE, registry_account.accounts())
    assert registry_account.labels("debian:13", registry_account.accounts()) == {}
    logged_in(tmp_path, "two")
    second = registry_account.labels(IMAGE, registry_account.accounts())
    assert first.keys() == second.keys() == {registry_account.ACCOUNT}
    assert first != second
