"""The account of a registry that keeps it in an htpasswd file."""

import os
import tempfile
from pathlib import Path

from ansible.module_utils.basic import AnsibleModule, missing_required_lib

try:
    import bcrypt
except ImportError:
    LACKING: str | None = missing_required_lib("bcrypt")
else:
    LACKING = None

DOCUMENTATION = r"""
module: registry_htpasswd
short_description: Keep the one account of a registry in its htpasswd file
description:
  - The registry compares the password at each request, of which an image takes dozens, so the cost of the hash is a
    registry's speed. M(community.general.htpasswd) always takes passlib's, which is 12, a quarter of a second.
  - Other lines of the file are removed.
requirements: [bcrypt]
extends_documentation_fragment: [ansible.builtin.files]
options:
  path: {description: The file, type: path, required: true}
  name: {description: "The account's name", type: str, required: true}
  password: {description: Its password, type: str, required: true}
  cost: {description: "Binary logarithm of the hash's rounds, 4 to 31", type: int, required: true}
"""


def line_of(old: str, name: str, password: str, cost: int) -> str:
    """The file's one line: the old one where it is of this name, password and cost."""
    user, _, hashed = old.strip().partition(":")
    same = len(old.splitlines()) == 1 and user == name and hashed.split("$")[2:3] == [f"{cost:02}"]
    if same and bcrypt.checkpw(password.encode(), hashed.encode()):
        return old
    return f"{name}:{bcrypt.hashpw(password.encode(), bcrypt.gensalt(cost)).decode()}\n"


def main() -> None:
    """Run the module."""
    module = AnsibleModule(
        argument_spec={
            "path": {"type": "path", "required": True},
            "name": {"type": "str", "required": True},
            "password": {"type": "str", "required": True, "no_log": True},
            "cost": {"type": "int", "required": True},
        },
        add_file_common_args=True,
        supports_check_mode=True,
    )
    if LACKING:
        module.fail_json(msg=LACKING)
    given = module.params
    path = Path(given["path"])
    old = path.read_text() if path.exists() else ""
    line = line_of(old, given["name"], given["password"], given["cost"])
    changed = line != old
    if changed and not module.check_mode:
        handle, temporary = tempfile.mkstemp(dir=module.tmpdir)
        with os.fdopen(handle, "w") as file:
            file.write(line)
        module.atomic_move(temporary, str(path))
    if path.exists():
        changed = module.set_fs_attributes_if_different(module.load_file_common_arguments(given), changed)
    module.exit_json(changed=changed)


if __name__ == "__main__":
    main()
