"""The module registry_htpasswd: the registry's one account, as its file has it."""

import json
import subprocess
import sys
from pathlib import Path

import bcrypt
import pytest

from tests.conftest import ROOT

COST = 5


class Account:
    """An htpasswd file, and the module that keeps it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def keep(self, password: str, *arguments: str, cost: int = COST) -> bool:
        """Let the file have the account; whether that changed it."""
        given = {"path": str(self.path), "name": "storyloom", "password": password, "cost": cost, "mode": "0640"}
        ansible = str(Path(sys.executable).with_name("ansible"))
        command = [ansible, "localhost", "-e", f"ansible_python_interpreter={sys.executable}", *arguments]
        module = ["-m", "storyloom.swarm.registry_htpasswd", "-a", json.dumps(given)]
        done = subprocess.run([*command, *module], cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        assert password not in done.stdout
        return "CHANGED" in done.stdout.split("=>")[0]

    def takes(self, password: str) -> bool:
        """Whether a registry would take the password."""
        name, hashed = self.path.read_text().strip().split(":")
        return name == "storyloom" and bcrypt.checkpw(password.encode(), hashed.encode())


@pytest.fixture
def account(tmp_path: Path) -> Account:
    return Account(tmp_path / "htpasswd")


def test_it_is_made_once(account: Account) -> None:
    """For those who may read it, and the second time nothing changes."""
    assert account.keep("one-of-them")
    assert account.takes("one-of-them")
    assert account.path.stat().st_mode & 0o777 == 0o640
    before = account.path.read_text()
    assert not account.keep("one-of-them")
    assert account.path.read_text() == before


def test_another_password_takes_its_place(account: Account) -> None:
    """And the old one is refused."""
    account.keep("one-of-them")
    assert account.keep("another-one")
    assert account.takes("another-one")
    assert not account.takes("one-of-them")


def test_a_dearer_hash_is_made_anew(account: Account) -> None:
    """One of before, of passlib's cost, is compared at each request."""
    account.path.write_text(f"storyloom:{bcrypt.hashpw(b'one-of-them', bcrypt.gensalt(6)).decode()}\n")
    assert account.keep("one-of-them")
    assert account.path.read_text().split("$")[2] == f"{COST:02}"


def test_other_accounts_go(account: Account) -> None:
    """The file has the one line, whoever else was in it."""
    account.keep("one-of-them")
    with account.path.open("a") as file:
        file.write(f"somebody:{bcrypt.hashpw(b'else', bcrypt.gensalt(COST)).decode()}\n")
    assert account.keep("one-of-them")
    assert account.takes("one-of-them")


def test_a_check_says_it_and_changes_nothing(account: Account) -> None:
    """With --check, before there is a file and when the password is another one."""
    assert account.keep("one-of-them", "--check")
    assert not account.path.exists()
    account.keep("one-of-them")
    before = account.path.read_text()
    assert account.keep("another-one", "--check")
    assert account.path.read_text() == before
