"""A network namespace of the tester's own, in which it may see everything (`unshare -Urn`)."""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import socket
import struct
from collections.abc import Callable
from pathlib import Path

from mipconf.errors import NamespaceError

# Linux's numbers (linux/sched.h, linux/sockios.h, linux/if.h), which Python 3.11 does not have.
_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000
_SIOCGIFFLAGS = 0x8913
_SIOCSIFFLAGS = 0x8914
_IFF_UP = 1
_IFREQ = struct.Struct("16sh22x")


def enter_namespace() -> None:
    """Move this process, and what it starts from now on, into a namespace with `lo` alone.

    There is no way back. No privilege is needed where the system lets users make namespaces;
    where not, `NamespaceError` is raised, and nothing has changed. The process may have only one
    thread.
    """
    reason = _tried(_enter)
    if reason:
        raise NamespaceError(f"no network namespace can be made here: {reason}")
    _enter()


def _enter() -> None:
    user, group = os.geteuid(), os.getegid()
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET) != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    own = Path("/proc/self")
    # Who has not given that up may not say which group is whose (user_namespaces(7)).
    (own / "setgroups").write_text("deny")
    (own / "uid_map").write_text(f"0 {user} 1")
    (own / "gid_map").write_text(f"0 {group} 1")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        request = fcntl.ioctl(any_socket, _SIOCGIFFLAGS, _IFREQ.pack(b"lo", 0))
        name, flags = _IFREQ.unpack(request)
        fcntl.ioctl(any_socket, _SIOCSIFFLAGS, _IFREQ.pack(name, flags | _IFF_UP))


def _tried(action: Callable[[], None]) -> str:
    """Try something in a child process; why it failed, empty if it did not."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            action()
        except OSError as error:
            os.write(writer, _explained(error).encode())
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as answer:
        reason = answer.read().decode()
    os.waitpid(child, 0)
    return reason


def _explained(error: OSError) -> str:
    if error.errno == errno.ENOSPC:
        return "user.max_user_namespaces allows no more"
    return error.strerror or str(error)
