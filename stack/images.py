"""The stages as images: libraries, targets of the Dockerfile, names of the bake file.

What an image has beside its stage's folder is in pyproject.toml: libraries as an extra of the folder's name, Debian's
packages in tool.storyloom.debian-packages.
"""

import re
import textwrap
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from services.catalog import STAGES

ROOT = Path(__file__).resolve().parents[1]
INSTALL = "RUN pip install --quiet --no-cache-dir --no-index --find-links . --target /install"
WIDTH = 120

Lines = Iterator[str]


def _project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


def _of_folders(found: dict[str, list[str]], *, also: tuple[str, ...] = ()) -> dict[str, list[str]]:
    """Check that each key is a stage's folder. Raises KeyError, which names the one that is not."""
    for name in found:
        if name not in {*(stage.name for stage in STAGES), *also}:
            raise KeyError(f"pyproject.toml: {name!r} is no stage's folder under services/")
    return found


def _extras() -> dict[str, list[str]]:
    """Names of the libraries of each folder that has any."""
    return _of_folders(_project()["project"]["optional-dependencies"], also=("main",))


def _libraries(folder: str) -> str:
    """Build stage of a folder's libraries, such as audio-script-libraries."""
    return f"{folder.replace('_', '-')}-libraries"


def _command(start: str, words: Sequence[str]) -> Lines:
    """The start and its words, in one line or in several."""
    if len(whole := f"{start} {' '.join(words)}") <= WIDTH:
        yield whole
        return
    yield f"{start} \\"
    rows = textwrap.wrap(" ".join(words), WIDTH - 6, break_long_words=False, break_on_hyphens=False)
    yield from " \\\n".join(f"    {row}" for row in rows).split("\n")


def libraries() -> Lines:
    """Build stages that install each image's own libraries."""
    found = {"libraries": _project()["project"]["dependencies"]}
    extras = _extras()
    found |= {_libraries(name): extras[name] for name in (*(stage.name for stage in STAGES), "main") if name in extras}
    for target, requirements in found.items():
        yield f"FROM wheels AS {target}"
        yield from _command(INSTALL, [re.split(r"[^\w.-]", item)[0] for item in requirements])
        yield ""


def _copied(folder: str) -> str:
    return f"COPY --from={_libraries(folder)} /install /opt/storyloom"


def targets() -> Lines:
    """A target for each stage's image."""
    extras, packages = _extras(), _of_folders(_project()["tool"]["storyloom"]["debian-packages"])
    for stage in STAGES:
        yield f"FROM base AS {stage.service}"
        if stage.name in packages:
            yield "USER root"
            yield from _command("RUN --mount=type=secret,id=ca_bundle install-packages", packages[stage.name])
            yield "USER 10001:10001"
        yield "COPY --from=libraries /install /opt/storyloom"
        if stage.name in extras:
            yield _copied(stage.name)
        yield "COPY --from=code /app ."
        yield f"COPY services/{stage.name} services/{stage.name}"
        yield "ARG VERSION"
        yield 'LABEL org.opencontainers.image.version="${VERSION}"'
        name = stage.service.replace("-", "_")
        yield f'ENV SERVICE_NAME={name} SERVICE_PORT={stage.port} BUILD_DIGEST="${{VERSION}}"'
        yield f"EXPOSE {stage.port}"
        yield ""


def of_main() -> Lines:
    """The stages' libraries in main's image, which runs them all in one process."""
    extras = _extras()
    yield from (_copied(stage.name) for stage in STAGES if stage.name in extras)


def names() -> Lines:
    """Targets of the bake file."""
    quoted = [f'"{name}"' for name in (*(stage.service for stage in STAGES), "main")]
    yield f"    name = [{', '.join(quoted)}]"
