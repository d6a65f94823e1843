"""A program: import every module below some packages, and print what their own top level asked of the world.

Usage: python imports_watched.py FOLDER PACKAGE... The packages are folders in FOLDER. It prints a line for each
question: the module, and what it asked for: the environment, a clock, the host's name, the network or another program.
What a library's top level asks for is its own: a question belongs to the module whose top level runs innermost.
"""

import importlib
import os
import pkgutil
import sys
import time
from collections.abc import Callable
from types import FrameType
from typing import Any

EVENTS = ("socket.", "subprocess.", "os.system", "os.fork", "os.exec", "os.posix_spawn", "os.putenv")
CLOCKS = ("time", "time_ns", "monotonic", "monotonic_ns", "perf_counter", "perf_counter_ns")
OF_LIBRARIES = ("PYDANTIC_DISABLE_PLUGINS",)
"""Variables that a library reads while a class of ours is made: nothing of ours depends on them."""

folder, packages = os.path.realpath(sys.argv[1]), sys.argv[2:]
found: list[str] = []


def asked(what: str) -> None:
    """Note the question if one of our modules' top level has it."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None and frame.f_code.co_name != "<module>":
        frame = frame.f_back
    if frame is not None and (name := frame.f_globals.get("__name__", "")).split(".")[0] in packages:
        found.append(f"{name}: {what}")


def watched(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """The function, noting each call by this name, and the variable that it reads."""

    def call(*arguments: Any, **named: Any) -> Any:
        variable = f" {arguments[1]}" if name == "os.environ" and len(arguments) > 1 else ""
        if variable.strip() not in OF_LIBRARIES:
            asked(name + variable)
        return function(*arguments, **named)

    return call


# All of os.environ's other methods, and os.getenv, come down to these.
for method in ("__getitem__", "__iter__", "__len__"):
    setattr(os._Environ, method, watched("os.environ", getattr(os._Environ, method)))
for clock in CLOCKS:
    setattr(time, clock, watched(f"time.{clock}", getattr(time, clock)))
sys.addaudithook(lambda event, _: asked(event) if event.startswith(EVENTS) else None)

sys.path.insert(0, folder)
count = 0
for package in packages:
    for module in pkgutil.walk_packages([os.path.join(folder, package)], f"{package}."):
        if not module.name.endswith(".__main__"):  # It runs; it is an entry point.
            importlib.import_module(module.name)
            count += 1
print(f"{count} modules", *sorted(set(found)), sep="\n")
