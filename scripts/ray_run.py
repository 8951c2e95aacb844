#!/usr/bin/env python3
"""Runs the missing units of a Pseudobox data set on a Ray cluster, one Ray task for each.

Thin on purpose: what is to do comes from `pseudobox missing`, a task runs `pseudobox regions` or
`labels` on its units and skips what is done, and the shards on the shared file system are the only
state. Exit codes 64, 65, 66, 70 and 78 would come again, so they are told and not tried again; any
other failure, a killed worker and a lost node are. Run it again at any time: it does what is left.

    pip install ray
    scripts/ray_run.py my.yaml -o out --address auto --cpus 4 --per-task 2
    scripts/ray_run.py my.yaml -o out            # a Ray of its own on this machine

All nodes must see pipeline file, inputs, models, the program and the data set under the same paths.
Needs no network beyond the cluster's own.
"""

import argparse
import ctypes
import json
import os
import signal
import subprocess
import sys

os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")

# usage, bad data, missing input, bug, configuration: the same command ends the same way.
FINAL = (64, 65, 66, 70, 78)


class Transient(Exception):
    """The command failed in a way that another try may mend."""


def run_units(command, task, cwd, kernels):
    """Runs `command` for one task; its exit code when that is final, else `Transient`."""

    def follow_parent():
        # A worker whose Ray process is gone stops at its next image; nothing half-written is left.
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)

    environment = dict(os.environ, PSEUDOBOX_UNIT=str(task), PSEUDOBOX_KERNELS=kernels)
    done = subprocess.run(
        command, cwd=cwd, env=environment, preexec_fn=follow_parent, capture_output=True, text=True
    )
    if done.returncode == 0 or done.returncode in FINAL:
        return done.returncode, done.stderr[-2000:]
    raise Transient(f"task {task} ended with {done.returncode}: {done.stderr[-500:]}")


def do_pass(ray, options, name, more, threads, kernels):
    """Does the missing tasks of one pass; the tasks that failed, with exit code and reason."""
    per_task = ["--per-task", str(options.per_task)]
    todo = json.loads(
        ask([*options.program, "missing", options.output, "--pass", name, "--format", "json"]
            + more + per_task))["missing"]
    print(f"{name}: {len(todo)} tasks to do", flush=True)
    command = [*options.program, name, options.pipeline, "-o", options.output, "--quiet",
               "--units-from-env", *per_task, "--threads", str(threads)]
    for override in options.set:
        command += ["--set", override]
    remote = ray.remote(
        num_cpus=options.cpus, num_gpus=options.gpus, max_retries=options.retries,
        retry_exceptions=[Transient],
    )(run_units)
    waiting, failed, started = {}, {}, iter(todo)
    while True:
        # A window, so that a million tasks are not in the scheduler's memory at once.
        # What is wrong with the command, the program or the plan is wrong for all tasks.
        if any(code in (64, 70, 78) for code, _ in failed.values()):
            started = iter(())
        for task in started:
            waiting[remote.remote(command, task, os.getcwd(), kernels)] = task
            if len(waiting) >= options.window:
                break
        if not waiting:
            return failed
        ready, _ = ray.wait(list(waiting))
        for reference in ready:
            task = waiting.pop(reference)
            try:
                code, text = ray.get(reference)
                if code:
                    failed[task] = code, f"ended with {code}, not tried again: {text}"
            except Exception as error:  # Ray wraps what a task raises and what a node's death is
                failed[task] = 75, f"failed {options.retries + 1} times: {error}"


def ask(command):
    """What a command prints; its failure ends this program with its code."""
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        sys.exit(done.returncode)
    return done.stdout


def arguments(words):
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pipeline", help="the pipeline file")
    parser.add_argument("-o", "--output", required=True, help="the data set's folder")
    parser.add_argument("--set", action="append", default=[], help="overrides a setting")
    parser.add_argument("--program", nargs="+", default=["pseudobox"],
                        help="words that start pseudobox on a node")
    parser.add_argument("--address", help="the cluster; default: a Ray of its own")
    parser.add_argument("--per-task", type=int, default=1, help="units of one Ray task")
    parser.add_argument("--cpus", type=float, default=1, help="CPUs of one task, and its threads")
    parser.add_argument("--gpus", type=float, default=0, help="GPUs that Ray sets aside for one task")
    parser.add_argument("--retries", type=int, default=5, help="further tries of a task")
    parser.add_argument("--window", type=int, default=2000, help="most tasks in Ray's hands")
    return parser.parse_args(words)


def main(words=None):
    options = arguments(words)
    options.pipeline = os.path.abspath(options.pipeline)
    options.output = os.path.abspath(options.output)
    shared = [options.pipeline, "-o", options.output, "--quiet"]
    for override in options.set:
        shared += ["--set", override]
    # Once, before any worker; nothing changes when it is there already.
    plan = json.loads(ask([*options.program, "plan", *shared, "--json"]))
    import ray

    if not ray.is_initialized():
        ray.init(address=options.address, log_to_driver=False, logging_level="ERROR",
                 **({} if options.address else {"include_dashboard": False}))
    threads = max(1, int(options.cpus))
    for name, more in (("regions", []), ("labels", ["--label-set", plan["label_set"]])):
        failed = do_pass(ray, options, name, more, threads, plan["kernels"])
        for task, (_, reason) in sorted(failed.items())[:10]:
            print(f"{name}: task {task} {reason}", file=sys.stderr)
        if failed:
            print(f"{name}: {len(failed)} tasks failed", file=sys.stderr)
            return next((code for code, _ in failed.values() if code in FINAL), 75)
    ask([*options.program, "report", *shared])
    print("done: index and report are there", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
