"""Which version of which peer is asked, and an environment for each in the cache folder, outside the lock."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

__all__ = ["CACHE", "PEERS", "environment", "run"]

CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "smartspec-bench"

PEERS = {
    "econcomplex": ("econcomplex==1.0.1",),
    "ecomplexity": ("ecomplexity==0.5.3",),
    "economic-complexity": ("economic-complexity==0.3.0", "pandas<3"),  # writes into what pandas 3 makes read-only
    "econci": ("econci==0.1.3", "pandas<3"),
    "fermi-cref": ("fermi-cref==0.2.0",),
    "bicm": ("bicm==3.4.0",),
    "inequality": ("inequality==1.1.2",),
    "esda": ("esda==2.9.0",),
}
"""What to install for each: with a newer pandas two of them fail."""

RUN = Path(__file__).with_name("run.py")


def environment(name: str, *, cache: Path = CACHE, install: bool = True) -> Path | None:
    """The interpreter of a peer's environment, made if need be; None, with a word why, where there is none."""
    place = cache / name
    python = place / ("Scripts" if os.name == "nt" else "bin") / "python"
    done = place / "installed.txt"
    wanted = " ".join(PEERS[name])
    if done.exists() and done.read_text(encoding="utf-8") == wanted:
        return python
    if not install:
        print(f"{name}: not installed; python -m benchmarks.measures puts it into {cache}", file=sys.stderr)
        return None
    print(f"{name}: installing into {place}", file=sys.stderr)
    try:
        subprocess.run([sys.executable, "-m", "venv", str(place)], check=True, capture_output=True)
        subprocess.run([str(python), "-m", "pip", "install", "-qq", *PEERS[name]], check=True, capture_output=True)
    except subprocess.CalledProcessError as fault:
        said = (fault.stderr or b"").decode(errors="replace").strip().splitlines()
        print(f"{name}: not installed: {said[-1] if said else fault}", file=sys.stderr)
        return None
    done.write_text(wanted, encoding="utf-8")
    return python


def run(python: str | Path, *arguments: object, limit: float | None = None) -> dict[str, Any]:
    """Run one library's step and read its answer; a fault or a time-out is an answer too."""
    command = [str(python), str(RUN), *map(str, arguments)]
    try:
        done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=limit)
    except subprocess.TimeoutExpired:
        return {"over": limit}
    except subprocess.CalledProcessError as fault:
        said = (fault.stderr or "").strip().splitlines()
        return {"fault": said[-1] if said else f"exit {fault.returncode}"}
    answer: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return answer
