#!/usr/bin/env python3
"""Debian's Chromium, which does not hear of changes to this machine's network.

Such a change ends all of its requests (ERR_NETWORK_CHANGED), those to loopback too, and the laboratory's machines,
which come and go beside these tests, change the network all the time. It hears of them by a netlink socket; this
program lets it have none.
"""

import ctypes
import errno
import os
import shutil
import socket
import sys
from typing import NoReturn

ALLOW, ERRNO, EQUAL = 0x7FFF0000, 0x00050000, 4
"""SCMP_ACT_ALLOW, SCMP_ACT_ERRNO and SCMP_CMP_EQ of seccomp.h."""


class Compared(ctypes.Structure):
    """scmp_arg_cmp: an argument of a system call, and what it is compared with."""

    _fields_ = (
        ("arg", ctypes.c_uint),
        ("op", ctypes.c_int),
        ("datum_a", ctypes.c_uint64),
        ("datum_b", ctypes.c_uint64),
    )


def without_netlink() -> None:
    """Refuse each further socket of netlink to this process and to those that it starts. Raises OSError."""
    library = ctypes.CDLL("libseccomp.so.2")
    library.seccomp_init.restype = ctypes.c_void_p
    rules = ctypes.c_void_p(library.seccomp_init(ALLOW))
    call = library.seccomp_syscall_resolve_name(b"socket")
    family = Compared(0, EQUAL, socket.AF_NETLINK, 0)
    refuse = ctypes.c_uint32(ERRNO | errno.EAFNOSUPPORT)
    failed = library.seccomp_rule_add_array(rules, refuse, call, 1, ctypes.byref(family)) or library.seccomp_load(rules)
    if failed:
        raise OSError(-failed, os.strerror(-failed))


def main() -> NoReturn:
    """Become Chromium, with the arguments of this program."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or sys.exit("chromium is not here")
    without_netlink()
    os.execv(chromium, [chromium, *sys.argv[1:]])  # noqa: S606 - a fixed program, without a shell


if __name__ == "__main__":
    main()
