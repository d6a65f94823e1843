"""The stages as services: of the stack, of Compose, and of the playbooks' variables."""

from collections.abc import Iterator

from services.catalog import MAIN, STAGES, Stage, successors

Lines = Iterator[str]
EVERYBODY = (*(stage.service for stage in STAGES), MAIN)
IDENTITY = {"certificate": "crt", "key": "key"}
"""What each service has of its own for TLS, and the endings of the files."""


def _variable(stage: Stage) -> str:
    """The service's name in a variable's, such as SERVICE_A."""
    return stage.service.upper().replace("-", "_")


def swarm() -> Lines:
    """Services of docker-stack.yml."""
    for stage in STAGES:
        yield f"  {stage.service}:"
        yield "    <<: *container"
        yield f"    image: ${{IMAGE_{_variable(stage)}:-{stage.image}:latest}}"
        yield from _environment(stage)
        yield "    deploy:"
        yield "      <<: *deploy"
        if stage.resources != "resources":
            yield f"      resources: *{stage.resources}"
        yield f"      placement: *{stage.place}"
        yield f"      replicas: ${{REPLICAS_{_variable(stage)}:-1}}"
        yield ""


def _environment(stage: Stage) -> Lines:
    """Where the stage hands on to; stages that hand on to the same ones share what the first of them says."""
    following = successors(stage)
    if not following:
        yield "    environment: *environment"
        return
    alike = [other for other in STAGES if successors(other) == following]
    anchor = f"to-{following[0].letter[0].lower()}"
    if stage is not alike[0]:
        yield f"    environment: *{anchor}"
        return
    yield f"    environment: &{anchor}" if len(alike) > 1 else "    environment:"
    yield "      <<: *environment"
    hosts = [f"${{{_variable(other)}_HOST:-{other.service}}}" for other in following]
    if len(hosts) == 1:
        yield f"      NEXT_SERVICE_HOST: {hosts[0]}"
    else:
        yield "      NEXT_SERVICE_HOST: >-"
        rows = [",".join(hosts[first : first + 2]) for first in range(0, len(hosts), 2)]
        yield from ",\n".join(f"        {row}" for row in rows).split("\n")
    yield f'      NEXT_SERVICE_PORT: "{",".join(str(other.port) for other in following)}"'


def compose() -> Lines:
    """Services of compose.yml."""
    for stage in STAGES:
        yield f"  {stage.service}:"
        yield "    <<: *local"
        yield f"    extends: {{ file: docker-stack.yml, service: {stage.service} }}"
        yield f"    container_name: {stage.container}"
        yield f"    build: {{ <<: *build, target: {stage.service} }}"
        yield ""


def healthy() -> Lines:
    """What main waits for in compose.yml."""
    for stage in STAGES:
        yield f"      {stage.service}: {{ condition: service_healthy }}"


def ports() -> Lines:
    """Services of compose.ports.yml: each one's port, on loopback unless said otherwise."""
    for stage in STAGES:
        mapping = f"${{PUBLISH_ADDRESS:-127.0.0.1}}:{stage.port}:{stage.port}"
        yield f'  {stage.service}: {{ ports: ["{mapping}"] }}'


def development() -> Lines:
    """Services of compose.dev.yml: the ports, and the code of this folder."""
    for stage in STAGES:
        yield f"  {stage.service}: {{ <<: *code, extends: {{ file: compose.ports.yml, service: {stage.service} }} }}"


def secured() -> Lines:
    """Services of tls.yml: each with its own certificate and key."""
    for service in EVERYBODY:
        yield f"  {service}:"
        yield "    <<: *tls"
        yield "    secrets:"
        for what in IDENTITY:
            yield f"      - {{ <<: *{what}, source: {service}-{what} }}"


def identities() -> Lines:
    """Secrets of tls.yml: the files of each service's certificate and key."""
    for service in EVERYBODY:
        for what, ending in IDENTITY.items():
            yield f'  {service}-{what}: {{ file: "${{SECRETS_DIR:-../.secrets}}/pki/{service}.{ending}" }}'


def folders() -> Lines:
    """Services of compose.tls.yml: each with the folder of its own certificate and key."""
    for service in EVERYBODY:
        yield f"  {service}:"
        yield "    environment: *tls"
        yield f"    volumes: [{{ <<: *folder, source: ../.secrets/tls/{service} }}]"


def variables() -> Lines:
    """The stages for the playbooks and roles."""
    yield "catalogue_stages:"
    for stage in STAGES:
        values = f"container: {stage.container}, port: {stage.port}, label: pipeline.{stage.place}"
        yield f"  {stage.service}: {{ {values} }}"
