"""The controller's half of swarm_stack: read the stack files, and what they name, for the manager that deploys them."""

import base64
import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml
from ansible.errors import AnsibleActionFail
from ansible.plugins.action import ActionBase

MODULE = "storyloom.swarm.swarm_stack"
LONGEST_NAME = 64
# What `docker stack deploy` accepts and leaves out without a word, and what to write instead.
LEFT_OUT = {
    "depends_on": "a Swarm starts services in no order; take it out",
    "env_file": "Docker looks for it on the manager; write the variables under environment, or in stack_environment",
    "oom_score_adj": "take it out",
    "tmpfs": "write it as a volume of type tmpfs",
}
LEFT_OUT_OF_NETWORKS = {"ipv4_address", "ipv6_address"}
VARIABLE = re.compile(r"\$\{(?P<name>\w+)(?::-(?P<default>[^}]*))?\}")


class Refused(Exception):
    """A stack file cannot be deployed; the text says what to change."""


def with_contents(
    files: Mapping[str, str], stack: str, variables: Mapping[str, Any], read: Callable[[Path], bytes]
) -> tuple[dict[str, Any], dict[str, bytes]]:
    """A definition that goes after the files, and contents by the paths in it.

    It has the files' secrets and configs that come from a file, each under a name that ends in a hash of its content
    and definition: neither can be changed in a swarm, so what is new gets a new name, and services that use it are
    updated. `files` are texts by path on the controller, the last one wins; paths in a file are relative to it, and may
    have `variables`.
    """
    definition: dict[str, Any] = {"secrets": {}, "configs": {}}
    contents: dict[str, bytes] = {}
    for path, text in files.items():
        found = _loaded(path, text)
        _refuse_left_out(path, found)
        for section, items in definition.items():
            for key, item in (found.get(section) or {}).items():
                items.pop(key, None)
                if not (item and "file" in item):
                    continue
                source = _filled(item["file"], variables)
                if "$" in source:
                    raise Refused(
                        f"{path}: {section}.{key}.file: {source} has a variable without a value; write the path"
                    )
                content = read(Path(path).parent / source)
                name = f"{item.get('name', f'{stack}_{key}')}-{_digest(content, item)}"
                if len(name) > LONGEST_NAME:
                    raise Refused(f"{path}: {section}.{key}: {name} has over {LONGEST_NAME} characters; shorten it")
                place = f"contents/{section}-{key}"
                contents[place] = content
                items[key] = item | {"name": name, "file": place}
    return {section: items for section, items in definition.items() if items}, contents


def with_environment(environment: Mapping[str, Mapping[str, Any]], files: Mapping[str, str]) -> dict[str, Any]:
    """A definition that goes after the files and sets variables of services, as {service: {VARIABLE: value}}."""
    known = {name for path, text in files.items() for name in _loaded(path, text).get("services") or {}}
    if unknown := environment.keys() - known:
        raise Refused(
            f"stack_environment names {', '.join(sorted(unknown))}; the services are {', '.join(sorted(known))}"
        )
    return {
        "services": {
            service: {"environment": {name: _literal(value) for name, value in variables.items()}}
            for service, variables in environment.items()
        }
    }


def _refuse_left_out(path: str, found: Mapping[str, Any]) -> None:
    for name, service in (found.get("services") or {}).items():
        for key in sorted(LEFT_OUT.keys() & (service or {}).keys()):
            raise Refused(f"{path}: {name}.{key} would be left out of the service: {LEFT_OUT[key]}")
        networks = (service or {}).get("networks") or {}
        for network, options in networks.items() if isinstance(networks, dict) else ():
            for key in sorted(LEFT_OUT_OF_NETWORKS & (options or {}).keys()):
                raise Refused(f"{path}: {name}.networks.{network}.{key}: a Swarm gives addresses itself; take it out")


def _loaded(path: str, text: str) -> dict[str, Any]:
    try:
        found = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise Refused(f"{path}: {error}") from error
    if not isinstance(found, dict):
        raise Refused(f"{path}: not a Compose file")
    return found


def _digest(content: bytes, item: Mapping[str, Any]) -> str:
    """A hash that is slow to make: names are no secret, and a short secret could be found from a quick one."""
    rest = {key: value for key, value in item.items() if key not in ("file", "name")}
    salt = json.dumps(rest, sort_keys=True, default=str).encode()
    return hashlib.scrypt(content, salt=salt, n=2**14, r=8, p=1, dklen=8).hex()


def _filled(text: str, variables: Mapping[str, Any]) -> str:
    """The text with values for ${NAME} and ${NAME:-default}; what has none stays."""
    return VARIABLE.sub(lambda found: str(variables.get(found["name"]) or found["default"] or found[0]), text)


def _literal(value: Any) -> str:
    """A variable's value as Docker reads it: as it stands, without its own variables."""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return text.replace("$", "$$")


class ActionModule(ActionBase):  # type: ignore[misc]
    """What Ansible runs on the controller for a task with swarm_stack."""

    _VALID_ARGS = frozenset({"name", "files", "service_environment", "environment", "remove_foreign", "timeout"})

    def run(self, tmp: str | None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        """Read the files, and run the module on the manager with what is in them."""
        super().run(tmp, task_vars)
        given = dict(self._task.args)
        paths: Iterable[str] = given.pop("files")
        environment = given.pop("service_environment", {})
        try:
            files = {path: self._read(Path(path)).decode() for path in map(self._loader.path_dwim, paths)}
            secrets, contents = with_contents(files, given["name"], given.get("environment", {}), self._read)
            further = [secrets, with_environment(environment, files)]
        except Refused as error:
            raise AnsibleActionFail(str(error)) from error
        given["definitions"] = [*files.values(), *(yaml.safe_dump(item) for item in further if any(item.values()))]
        given["contents"] = {place: base64.b64encode(content).decode() for place, content in contents.items()}
        result: dict[str, Any] = self._execute_module(MODULE, module_args=given, task_vars=task_vars)
        return result

    def _read(self, path: Path) -> bytes:
        """A file's content, decrypted where ansible-vault has encrypted it."""
        if not path.is_file():
            raise Refused(f"{path}: no such file on the controller")
        real = self._loader.get_real_file(str(path))
        try:
            return Path(real).read_bytes()
        finally:
            self._loader.cleanup_tmp_file(real)
