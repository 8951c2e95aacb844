"""Runs scripts/ray_run.py on a Ray cluster of two nodes of one CPU and kills, with SIGKILL, one
worker and one node while each is writing a unit. Called by scripts/test-ray."""

import glob
import os
import pathlib
import signal
import subprocess
import sys
import threading
import time

DRIVER = pathlib.Path(__file__).resolve().parents[1] / "ray_run.py"
begin = time.monotonic()


def say(text):
    print(f"        {time.monotonic() - begin:5.1f} s  {text}", flush=True)


def stop_a_writer(output):
    """Stops a process that is writing a region shard; its number, from the temporary file's name."""
    while True:
        for path in glob.glob(f"{output}/regions/.tmp-*-unit-*"):
            process = int(os.path.basename(path).split("-")[2])
            try:
                os.kill(process, signal.SIGSTOP)
                if os.path.exists(path):
                    return process
                os.kill(process, signal.SIGCONT)
            except ProcessLookupError:
                pass
        time.sleep(0.005)


def raylet_of(process):
    words = pathlib.Path(f"/proc/{process}/environ").read_bytes().split(b"\0")
    return int(dict(w.split(b"=", 1) for w in words if b"=" in w)[b"RAY_RAYLET_PID"])


def disturb(cluster, nodes, output, told):
    process = stop_a_writer(output)
    os.kill(process, signal.SIGKILL)
    say("kill -9 of a worker that was writing a unit")
    process = stop_a_writer(output)
    raylet = raylet_of(process)
    lost = [n for n in nodes if n.all_processes["raylet"][0].process.pid == raylet]
    cluster.remove_node(lost[0], allow_graceful=False)
    try:
        os.kill(process, signal.SIGKILL)
    except ProcessLookupError:
        pass
    say("kill -9 of a node whose worker was writing a unit")
    told.append(True)


def main():
    program, pipeline, output = sys.argv[1:]
    import ray
    from ray.cluster_utils import Cluster

    os.makedirs("/tmp/ray", exist_ok=True)
    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 0, "include_dashboard": False})
    nodes = [cluster.add_node(num_cpus=1) for _ in range(2)]
    say("Ray " + ray.__version__ + ": two nodes of one CPU")
    told = []
    thread = threading.Thread(target=disturb, args=(cluster, nodes, output, told), daemon=True)
    thread.start()

    def drive(what):
        say(what)
        command = [sys.executable, DRIVER, pipeline, "-o", output, "--program", program,
                   "--address", cluster.address]
        subprocess.run(command, check=True)

    try:
        drive("a run that is disturbed:")
        if not told:
            sys.exit("no worker was seen writing")
        drive("again:")
        os.remove(f"{output}/regions/unit-00000003.plr.zst")
        drive("again without a shard:")
    finally:
        cluster.shutdown()


if __name__ == "__main__":
    main()
