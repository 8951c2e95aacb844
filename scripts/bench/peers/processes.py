"""Whole processes: wall time, processor time, and the most memory that one of them held."""

import os
import subprocess
import time


def measure(command, environment=None):
    """Runs `command` to its end and returns what it took; its output goes into an error only."""
    start = time.perf_counter()
    process = subprocess.Popen([str(part) for part in command], stdout=subprocess.PIPE,
                               stderr=subprocess.STDOUT, env=environment)
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - start
    if process.returncode != 0:
        text = output.decode(errors="replace")[-4000:]
        raise SystemExit(f"{' '.join(map(str, command))}\nended with {process.returncode}:\n{text}")
    return dict(wall_s=wall, processor_s=usage.ru_utime + usage.ru_stime,
                peak_mb=usage.ru_maxrss / 1024)
