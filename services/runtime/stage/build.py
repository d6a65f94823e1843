"""A stage's process, built from this process's environment."""

from services.catalog import Stage
from services.contract.calls import Process
from services.runtime.settings import read


def build(stage: Stage) -> Process:
    """Import the stage, read its settings and build its process; for entry points, once for each process.

    A variable of the stage's settings begins with its name, such as STORY_GENERATOR_BACKEND. Raises ConfigurationError,
    which names each wrong variable.
    """
    module = stage.load()
    return module.build(read(module.Settings, prefix=f"{stage.name.upper()}_"))
