"""Commands for Ansible's modules, run as on a machine."""

import subprocess


class Commands:
    """Runs commands as AnsibleModule does, on this machine."""

    def run_command(self, arguments: list[str]) -> tuple[int, str, str]:
        """Exit status, output, errors; 127 where there is no such command."""
        try:
            done = subprocess.run(arguments, capture_output=True, text=True, check=False, timeout=60)
        except FileNotFoundError as error:
            return 127, "", str(error)
        return done.returncode, done.stdout, done.stderr
