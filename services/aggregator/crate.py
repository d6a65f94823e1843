"""Describe the package: RO-Crate 1.1 metadata for machines, licences for people."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime

from pipeline.v1 import parts_pb2
from services.aggregator.file import File
from services.contract.digest import CRATE
from services.contract.version import __version__
from services.shared.documents import MARKDOWN

_LICENCES = "data/LICENSES.md"
_CC0 = "https://creativecommons.org/publicdomain/zero/1.0/"
_TOLD = f"""# Who may use what

Storyloom told this story from one sentence, drew its pictures, and translated it. Do with them what you like: they are
dedicated to the public domain under CC0 1.0 ({_CC0}).
"""
_SUPPLIED = """# Who may use what

The story is {author}'s: this package grants no right to it, nor to its translations and narration. The pictures are
Storyloom's and dedicated to the public domain under CC0 1.0 ({licence}).
"""
_TOOLS = """
The narration, where there is one, is spoken by espeak-ng (GPL 3 or later; what it says is not covered by it). The PDF,
where there is one, is set in Libertinus Serif (SIL Open Font License 1.1), of which it embeds the characters it uses.
"""


def describe(story: parts_pb2.Story, prompt: parts_pb2.Prompt, files: Sequence[File]) -> list[File]:
    """The licences and the metadata of all `files` and themselves."""
    author = story.author.translate(MARKDOWN) or "its author"
    licences = (_SUPPLIED.format(author=author, licence=_CC0) if prompt.story else _TOLD) + _TOOLS
    listed = [*files, File(_LICENCES, "text/markdown", "aggregator", licences.encode())]
    metadata = json.dumps(_graph(story, prompt, listed), ensure_ascii=False, indent=2) + "\n"
    return [listed[-1], File(CRATE, "application/ld+json", "aggregator", metadata.encode())]


def _graph(story: parts_pb2.Story, prompt: parts_pb2.Prompt, files: Sequence[File]) -> dict[str, object]:
    ordered = sorted(files, key=lambda file: file.path)
    sentence = f", from the sentence: {prompt.text}" if prompt.text else ""
    software = {
        "@id": "#storyloom",
        "@type": "SoftwareApplication",
        "name": "Storyloom",
        "softwareVersion": __version__,
    }
    author = {"@id": "#author", "@type": "Person", "name": story.author}
    root = {
        "@id": "./",
        "@type": "Dataset",
        "name": story.title,
        "description": f"A story package{sentence}",
        "datePublished": datetime.now(UTC).date().isoformat(),
        "license": {"@id": _name(_LICENCES)},
        "creator": {"@id": software["@id"]},
        **({"author": {"@id": author["@id"]}} if story.author else {}),
        "hasPart": [{"@id": _name(file.path)} for file in ordered],
    }
    descriptor = {
        "@id": _name(CRATE),
        "@type": "CreativeWork",
        "about": {"@id": "./"},
        "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
    }
    return {
        "@context": "https://w3id.org/ro/crate/1.1/context",
        "@graph": [descriptor, root, software, *([author] if story.author else []), *map(_entity, ordered)],
    }


def _entity(file: File) -> dict[str, object]:
    return {
        "@id": _name(file.path),
        "@type": "File",
        "name": _name(file.path),
        "encodingFormat": file.media_type,
        "contentSize": str(len(file.content)),
    }


def _name(path: str) -> str:
    """A file's path inside the crate, whose root is the folder `data`."""
    return path.removeprefix("data/")
