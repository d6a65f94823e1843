"""Debian packages, and a signed repository of them, made on this machine by dpkg-deb and gpg."""

import hashlib
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

PROGRAMS = ("dpkg", "dpkg-deb", "gpg", "gpgconf")
"""What must be on the machine."""


def lacking() -> str:
    """Which of the programs are not here."""
    return ", ".join(name for name in PROGRAMS if shutil.which(name) is None)


def architecture() -> str:
    """This machine's, as Debian calls it."""
    return _said("dpkg", "--print-architecture").strip()


def control(archive: Path) -> dict[str, str]:
    """The fields of a package."""
    fields: dict[str, str] = {}
    name = ""
    for line in _said("dpkg-deb", "--field", str(archive)).splitlines():
        if line.startswith(" "):
            fields[name] += f"\n{line}"
        else:
            name, _, value = line.partition(":")
            fields[name] = value.strip()
    return fields


def pack(tree: Path, fields: Mapping[str, str], into: Path) -> Path:
    """Make a package of the files in a folder, of maintainer scripts in its DEBIAN, and of these fields."""
    (tree / "DEBIAN").mkdir(exist_ok=True, parents=True)
    (tree / "DEBIAN" / "control").write_text("".join(f"{name}: {value}\n" for name, value in fields.items()))
    archive = into / f"{fields['Package']}_{fields['Architecture']}.deb"
    _said("dpkg-deb", "--root-owner-group", "-Zgzip", "-z1", "--build", str(tree), str(archive))
    return archive


def unpack(archive: Path, tree: Path) -> None:
    """Put a package's files into a folder, and its maintainer scripts in place of those that are there."""
    _said("dpkg-deb", "--extract", str(archive), str(tree))
    shutil.rmtree(tree / "DEBIAN", ignore_errors=True)
    _said("dpkg-deb", "--control", str(archive), str(tree / "DEBIAN"))


@dataclass(frozen=True)
class Signer:
    """An OpenPGP key that signs; `key` is its public half, ASCII-armored."""

    home: str
    key: str

    def sign(self, text: Path, signed: Path) -> None:
        """Write the text, signed, to another file."""
        _said("gpg", "--homedir", self.home, "--batch", "--yes", "--clearsign", "--output", str(signed), str(text))


@contextmanager
def signer() -> Iterator[Signer]:
    """A new key, which is gone at the end."""
    # In a folder of a short name, for gpg's agent listens there.
    with tempfile.TemporaryDirectory(prefix="gpg-") as home:
        gpg = ("gpg", "--homedir", home, "--batch", "--quiet", "--pinentry-mode", "loopback", "--passphrase", "")
        try:
            _said(*gpg, "--quick-generate-key", "packages@example.org", "ed25519", "sign", "never")
            yield Signer(home, _said("gpg", "--homedir", home, "--armor", "--export"))
        finally:
            _said("gpgconf", "--homedir", home, "--kill", "all")


def publish(folder: Path, suite: str, archives: list[Path], by: Signer) -> None:
    """Make a repository of the packages for a suite, with one component, `stable`, and its key in the file `gpg`."""
    binary = f"stable/binary-{architecture()}"
    release = folder / "dists" / suite
    (release / binary).mkdir(parents=True, exist_ok=True)
    pool = folder / "pool" / suite
    pool.mkdir(parents=True, exist_ok=True)
    paragraphs = []
    for archive in archives:
        shutil.copy(archive, pool)
        content = archive.read_bytes()
        fields = control(archive) | {
            "Filename": f"pool/{suite}/{archive.name}",
            "Size": str(len(content)),
            "SHA256": hashlib.sha256(content).hexdigest(),
        }
        paragraphs.append("".join(f"{name}: {value}\n" for name, value in fields.items()))
    index = "\n".join(paragraphs).encode()
    (release / binary / "Packages").write_bytes(index)
    (release / "Release").write_text(
        f"Origin: Docker\nSuite: {suite}\nCodename: {suite}\nComponents: stable\nArchitectures: {architecture()}\n"
        f"Date: {format_datetime(datetime.now(UTC), usegmt=True)}\n"
        f"SHA256:\n {hashlib.sha256(index).hexdigest()} {len(index)} {binary}/Packages\n"
    )
    by.sign(release / "Release", release / "InRelease")
    (folder / "gpg").write_text(by.key)


def _said(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}: {done.stderr}")
    return done.stdout
