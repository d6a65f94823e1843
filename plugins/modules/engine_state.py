"""A Docker engine that is there already: its version, where it keeps its data, whether it builds by buildx."""

import json
from typing import Any

from ansible.module_utils.basic import AnsibleModule

DOCUMENTATION = r"""
module: engine_state
short_description: Ask this machine's Docker engine what it is
description:
  - Asks by the docker command, with a time limit. Changes nothing.
"""

RETURN = r"""
there: {description: Whether the machine has the docker command, type: bool, returned: always}
version: {description: "The engine's version, empty when it does not answer", type: str, returned: always}
said: {description: The engine's words when it does not answer, type: str, returned: always}
root: {description: "Where it keeps its data, empty when it does not answer", type: str, returned: always}
buildx: {description: Whether the docker command has buildx, type: bool, returned: always}
"""

ANSWER_SECONDS = 10
ABSENT = {"there": False, "version": "", "said": "", "root": "", "buildx": False}


class Engine:
    """This machine's engine, asked by the docker command."""

    def __init__(self, module: AnsibleModule) -> None:
        self._module = module

    def answer(self, *arguments: str) -> tuple[int, str]:
        """Exit status, and what the command says."""
        code, out, error = self._module.run_command(["timeout", str(ANSWER_SECONDS), "docker", *arguments])
        if code == 124:
            return code, f"no answer to 'docker {arguments[0]}' in {ANSWER_SECONDS} s"
        return code, str(error.strip() or out.strip() if code else out)


def state(engine: Engine) -> dict[str, Any]:
    """What the engine is."""
    code, said = engine.answer("version", "--format", "{{json .Server}}")
    found = ABSENT | {"there": True, "buildx": engine.answer("buildx", "version")[0] == 0}
    if code:
        return found | {"said": said}
    _, root = engine.answer("info", "--format", "{{.DockerRootDir}}")
    return found | {"version": str(json.loads(said)["Version"]), "root": root.strip()}


def main() -> None:
    """Run the module."""
    module = AnsibleModule(argument_spec={}, supports_check_mode=True)
    found = state(Engine(module)) if module.get_bin_path("docker") else ABSENT
    module.exit_json(changed=False, **found)


if __name__ == "__main__":
    main()
