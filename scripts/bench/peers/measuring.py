"""Rounds in turn, medians, and what the machine was."""

import datetime
import os
import platform
import statistics


def machine():
    """Processor, cores, memory, load: what a figure depends on."""
    name = platform.processor() or "unknown"
    try:
        lines = open("/proc/cpuinfo", encoding="utf-8").read().splitlines()
        name = next(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
        flags = next(line for line in lines if line.startswith("flags")).split()
        marks = [flag for flag in ["avx2", "avx512f", "avx512_vnni", "avx512_bf16", "amx_int8"]
                 if flag in flags]
    except (OSError, StopIteration):
        marks = []
    pages = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return dict(processor=name, instructions=marks, cores=len(os.sched_getaffinity(0)),
                memory_gb=round(pages / 2**30), load=round(os.getloadavg()[0], 2),
                date=datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M UTC"),
                system=f"{platform.system()} {platform.release()}")


def in_turn(measures, rounds):
    """Calls each of `measures` (name: function that returns a number) once in each round.

    The order is reversed in every second round, so that no one always follows the same one.
    """
    values = {name: [] for name in measures}
    for number in range(rounds):
        order = list(measures) if number % 2 == 0 else list(reversed(measures))
        for name in order:
            values[name].append(measures[name]())
    return values


def spread(values):
    return dict(median=statistics.median(values), min=min(values), max=max(values))


def ratios(ours, theirs):
    """Round by round, how many times more `ours` is."""
    return spread([a / b for a, b in zip(ours, theirs)])


def text(spread, digits=1):
    return (f"{spread['median']:.{digits}f} ({spread['min']:.{digits}f} to "
            f"{spread['max']:.{digits}f})")


def table(head, rows):
    """A Markdown table."""
    widths = [max(len(str(row[i])) for row in [head, *rows]) for i in range(len(head))]
    line = lambda row: "| " + " | ".join(str(c).ljust(w) for c, w in zip(row, widths)) + " |"
    return "\n".join([line(head), "|" + "|".join("-" * (w + 2) for w in widths) + "|",
                      *map(line, rows)])
