"""Where the repository and its release build are."""

import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[3]


def program_path():
    """`.build/release/pseudobox` as the package manager names it; not built here."""
    command = ["swift", "build", "-c", "release", "--show-bin-path"]
    found = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    path = pathlib.Path(found.stdout.strip()) / "pseudobox"
    if not path.exists():
        raise SystemExit(f"{path} is missing: swift build -c release --product pseudobox")
    return path
