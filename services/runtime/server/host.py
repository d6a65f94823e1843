"""The process of one service: the stage that the environment names, served until SIGTERM."""

import sys

from services import catalog
from services.contract.errors import ConfigurationError
from services.runtime import logs
from services.runtime.server.server import serve
from services.runtime.settings import ServiceSettings, read
from services.runtime.stage.build import build
from services.runtime.tasks import run


def main() -> None:
    """Read the environment, configure the logs, serve. A wrong environment is one line on stderr and exit 2."""
    try:
        settings = read(ServiceSettings)
        stage = catalog.find(settings.service_name)
        logs.configure(settings.log_level, settings.log_dir, stage=stage.name, node=settings.node_name)
        run(serve(stage, build(stage), settings))
    except ConfigurationError as error:
        sys.stderr.write(f"error: {error.message}\n")
        sys.exit(error.outcome.exit)
