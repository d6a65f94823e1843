"""Generate protos/gen from protos/pipeline, lint the contract, or verify that what is checked in is current.

Usage: python protos/generate.py [generate | verify | lint]
"""

import filecmp
import shutil
import subprocess
import sys
import tempfile
from importlib.resources import files
from pathlib import Path

from google.rpc import status_pb2

ROOT = Path(__file__).resolve().parent
GENERATED = ROOT / "gen"
SOURCES = sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("pipeline/**/*.proto"))


def protoc(*arguments: str, sources: list[str] = SOURCES) -> None:
    """Run the protoc of grpcio-tools over the contract, or some of its files."""
    googleapis = Path(status_pb2.__file__).parents[2]
    includes = [ROOT, files("grpc_tools") / "_proto", googleapis]
    command = [sys.executable, "-m", "grpc_tools.protoc", *(f"-I{path}" for path in includes)]
    subprocess.run([*command, *arguments, *sources], check=True)


def generate(target: Path) -> None:
    """Write the Python modules and their type stubs to target."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    protoc(f"--python_out={target}", f"--pyi_out={target}")
    protoc(
        f"--grpc_python_out={target}",
        sources=[f"pipeline/v1/{name}_service.proto" for name in ("stage", "diagnostics")],
    )
    for package in ("pipeline", "pipeline/v1"):
        (target / package / "__init__.py").touch()


def differences(left: Path, right: Path) -> list[str]:
    """Paths that are not the same in both trees."""
    paths = {
        path.relative_to(tree)
        for tree in (left, right)
        for path in tree.rglob("*.py*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    same = filecmp.cmpfiles(left, right, map(str, paths), shallow=False)[0]
    return sorted({str(path) for path in paths} - set(same))


def verify() -> None:
    """Exit with a message when the checked-in code is not what the contract generates."""
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / "gen"
        generate(fresh)
        if stale := differences(GENERATED, fresh):
            sys.exit(f"protos/gen is not current, run 'make protos': {', '.join(stale)}")


def lint() -> None:
    """Lint the contract with buf."""
    with tempfile.TemporaryDirectory() as folder:
        image = Path(folder) / "contract.binpb"
        protoc(f"--descriptor_set_out={image}", "--include_imports", "--include_source_info")
        buf = ROOT.parent / "node_modules" / ".bin" / "buf"
        command = [str(buf), "lint", f"{image}", "--config", f"{ROOT / 'buf.yaml'}"]
        sys.exit(subprocess.run(command, check=False).returncode)


if __name__ == "__main__":
    actions = {"generate": lambda: generate(GENERATED), "verify": verify, "lint": lint}
    chosen = sys.argv[1] if len(sys.argv) == 2 else "generate"
    if chosen not in actions:
        sys.exit(__doc__)
    actions[chosen]()
