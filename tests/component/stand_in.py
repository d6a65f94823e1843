"""Modules of community.docker without an engine: they answer what a test says, and note what they were asked."""

import json
from pathlib import Path
from typing import Any

MODULE = """#!/usr/bin/python3
# WANT_JSON
import json, pathlib, sys
name, folder = {name!r}, pathlib.Path({folder!r})
given = json.loads(pathlib.Path(sys.argv[1]).read_text())
asked = {{key: value for key, value in given.items() if not key.startswith("_ansible")}}
number = len(list(folder.glob(name + "-*.json")))
(folder / f"{{name}}-{{number}}.json").write_text(json.dumps(asked))
answers = json.loads((folder / f"{{name}}.answers").read_text())
print(json.dumps(answers[min(number, len(answers) - 1)]))
"""
Answers = dict[str, list[dict[str, Any]]]


class Docker:
    """The collection community.docker with these modules alone, in a folder."""

    def __init__(self, folder: Path, answers: Answers) -> None:
        """`answers`: of each module, one after the other; the last one again and again."""
        self.collections = folder / "collections"
        self.folder = folder / "asked"
        self.folder.mkdir(parents=True)
        modules = self.collections / "ansible_collections" / "community" / "docker" / "plugins" / "modules"
        modules.mkdir(parents=True)
        for name, given in answers.items():
            (modules / f"{name}.py").write_text(MODULE.format(name=name, folder=str(self.folder)))
            (self.folder / f"{name}.answers").write_text(json.dumps(given))

    def asked(self, name: str) -> list[dict[str, Any]]:
        """What a module was asked, one after the other."""
        paths = sorted(self.folder.glob(f"{name}-*.json"), key=lambda path: int(path.stem.rpartition("-")[2]))
        return [json.loads(path.read_text()) for path in paths]
