"""What is kept from one build to the next is never trusted blindly, nor needed."""

import pytest

from tests.conftest import Play, play
from tests.lab.conftest import on

pytestmark = [pytest.mark.lab, pytest.mark.campaign]

CACHE = "/var/cache/storyloom"
CHECK = f"cd {CACHE} && sha256sum --check --quiet *.sha256 && cd wheels-* && sha256sum --check --quiet SHA256SUMS"


@pytest.mark.parametrize(
    "harm",
    [
        pytest.param("for file in *.tar wheels-*/grpcio-1*.whl; do echo spoilt >>$file; done", id="spoilt"),
        pytest.param("rm --recursive *", id="emptied"),
    ],
)
def test_a_build_makes_again_what_its_cache_has_wrong(site: Play, harm: str, request: pytest.FixtureRequest) -> None:
    """A root filesystem or wheel that is missing, or not as its SHA-256 says, is made again; the deploy succeeds."""
    on("lab-1", "sh", "-c", f"cd {CACHE} && {harm} && docker image rm --force pipeline/debian:13")
    done = play("deploy", "-e", f"images_tag={request.node.callspec.id}")
    assert done.code == 0, done.output[-3000:]
    assert on("lab-1", "sh", "-c", CHECK) == ""
    assert play("deploy").code == 0
