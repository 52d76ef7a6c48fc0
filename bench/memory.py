"""How much memory this program has taken at most."""

from pathlib import Path


def peak_mb() -> float:
    """The largest resident memory of this program, in MB (10^6 bytes).

    What `getrusage` tells would begin with the memory of the process that started this one.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(x for x in status.splitlines() if x.startswith("VmHWM"))
    return int(line.split()[1]) * 1024 / 1e6
