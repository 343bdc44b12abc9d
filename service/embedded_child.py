"""Becomes a PostgreSQL program that cannot outlive the process that wanted it; a script, never imported.

A script of its own because the service has threads, and Python that runs after a fork of a threaded process
may hang. Arguments: the parent's pid, the signal to die by, `uid:gid` to become (or `-`), the folder that the
program works on, the program, its arguments. The folder is handed over as an open descriptor and named
`/proc/self/fd/N` to the program wherever an argument says `{folder}`: it may lie under folders that the other
user cannot enter.
"""

import ctypes
import os
import sys

_PR_SET_PDEATHSIG = 1


def main(parent: str, signal: str, user: str, folder: str, *command: str) -> None:
    """Take the folder, drop root, tie our life to the parent's, and become the program."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    os.set_inheritable(descriptor, True)
    # Nothing may depend on a working folder that the other user cannot enter.
    os.chdir("/")
    if user != "-":
        uid, gid = (int(part) for part in user.split(":"))
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)
    # After setuid, which clears it; exec keeps it.
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(signal), 0, 0, 0)
    if os.getppid() != int(parent):
        sys.exit("the parent is gone already")
    arguments = [part.replace("{folder}", f"/proc/self/fd/{descriptor}") for part in command]
    os.execv(arguments[0], arguments)  # noqa: S606 - becoming the program is the purpose


if __name__ == "__main__":
    main(*sys.argv[1:])
