"""A small data set with the odd cases that exports must survive, and the program that makes it."""

import json
import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts/reader"))

ODD_NAME = 'sub dir/n\u00e4 "me\\x.jpg'

JOB = """
version: 1
input:
  images: images
  captions: captions.json
  ground_truth: {scenes}/instances.json
  max_bad_ratio: 0.5
plan: {{unit_images: 5}}
concepts: {{min_occurrences: 1, min_images: 1}}
regions:
  teacher: {{model: "{models}/small-clip", crop: squash, batch: 16}}
  proposals:
    - {{kind: ground_truth}}
    - {{kind: owlv2, model: "{models}/small-owlv2"}}
  chain: {{top: 12, score_min: 0.0}}
"""


def program():
    """The built program: the release build when it is there, else the debug build."""
    found = [ROOT / f".build/{kind}/pseudobox" for kind in ("release", "debug")]
    found = [path for path in found if path.exists()]
    if not found:
        sys.exit("no program in .build: run `swift build` first")
    return str(max(found, key=lambda path: path.stat().st_mtime))


def run(arguments, folder, code=0):
    """Runs the program and returns its output; `code` is the exit code that is expected."""
    done = subprocess.run([program()] + arguments, cwd=folder, capture_output=True, text=True)
    assert done.returncode == code, (arguments, done.returncode, done.stderr[-2000:])
    return done.stdout if code == 0 else done.stderr


def export(folder, name, target, *more, code=0):
    """Runs one export of `out`; returns its counts, or the error text for another exit code."""
    text = run(["export", "out", "--format", name, "--to", target, "--json", "--quiet", *more],
               folder, code)
    return json.loads(text) if code == 0 else text


def make(folder, images=12):
    """Labels some bundled scenes, one with an odd name, a broken file, and one without captions."""
    folder = pathlib.Path(folder)
    scenes = ROOT / "pipelines/bundled/scenes"
    (folder / "images/sub dir").mkdir(parents=True)
    names = sorted(path.name for path in (scenes / "images").iterdir())[:images]
    for name in names:
        shutil.copy(scenes / "images" / name, folder / "images" / name)
    shutil.copy(scenes / "images" / names[0], folder / "images" / ODD_NAME)
    (folder / "images/broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 no picture")
    captions = json.loads((scenes / "captions.json").read_text())
    entries = [entry for entry in captions["images"] if entry["file_name"] in names]
    ids = {entry["id"]: entry["file_name"] for entry in entries}
    rows = [row for row in captions["annotations"] if ids.get(row["image_id"]) not in (None, names[1])]
    first = next(entry["id"] for entry in entries if entry["file_name"] == names[0])
    copies = [dict(row, image_id=900001, id=900001 + i, caption=row["caption"] + ' \t"\u732b"')
              for i, row in enumerate(row for row in rows if row["image_id"] == first)]
    entries += [dict(id=900001, file_name=ODD_NAME), dict(id=900002, file_name="broken.jpg")]
    (folder / "captions.json").write_text(
        json.dumps(dict(images=entries, annotations=rows + copies)))
    models = ROOT / "pipelines/bundled/models"
    (folder / "job.yaml").write_text(JOB.format(scenes=scenes, models=models))
    run(["run", "job.yaml", "--output", "out", "--progress", "none", "--quiet"], folder)
    return folder
