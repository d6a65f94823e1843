"""The services' certificates, where calls between them are mutual TLS."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography import x509

from tests.infra.conftest import Machine, service_of

pytestmark = pytest.mark.lab

LEFT = timedelta(days=5)
"""Site and deploy renew a certificate that has ten days left."""


def test_no_certificate_is_about_to_end(machines: list[Machine], containers: dict[str, list[dict[str, Any]]]) -> None:
    """Each container has one for its service, or none has any."""
    ends = {}
    lacking = set()
    for machine in machines:
        for item in containers[machine.name]:
            settings = dict(line.split("=", 1) for line in item["Config"]["Env"])
            if not (path := settings.get("TLS_CERTIFICATE_FILE")):
                lacking.add(service_of(item))
                continue
            shown = machine.host.check_output(f"docker exec {item['Id']} cat {path}")
            ends[service_of(item)] = x509.load_pem_x509_certificate(shown.encode()).not_valid_after_utc
    if not ends:
        pytest.skip("calls are plain: the inventory does not say pki_enabled")
    assert not lacking, f"{', '.join(sorted(lacking))}: plain, which the others do not hear; run playbooks/deploy.yml"
    soon = [name for name, end in ends.items() if end < datetime.now(UTC) + LEFT]
    assert not soon, f"the certificates of {', '.join(sorted(soon))} are about to end; run playbooks/deploy.yml"
