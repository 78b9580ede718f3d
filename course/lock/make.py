"""Write the locks: every package that is installed, with its version.

For all systems and Python versions that the project supports at once, so that one file
serves everybody; uv works it out, pip installs it.
"""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
UV = [sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", "--universal"]
OPTIONS = ["--no-header", "--no-annotate", "--python-version", "3.11", "--upgrade"]

for name, group in (("run", []), ("dev", ["--group", "dev"])):
    out = HERE / f"{name}.txt"
    subprocess.run([*UV, *OPTIONS, *group, "--quiet", "-o", str(out)], cwd=ROOT, check=True)
    print(f"{out.relative_to(ROOT)}: {len(out.read_text().splitlines())} packages")
