"""What a wheel brings: the provisioner, and a kernelspec that names it."""

import subprocess
import sys
import zipfile

import pytest

from jupyter_forkserver.config import PROVISIONER


@pytest.mark.newcomer
def test_a_wheel_brings_provisioner_and_kernelspec(root, tmp_path):
    build = [sys.executable, "-m", "pip", "wheel", "--no-deps", "-q", "-w", str(tmp_path)]
    subprocess.run([*build, str(root)], check=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        names = packed.namelist()
        (points,) = (name for name in names if name.endswith("entry_points.txt"))
        assert PROVISIONER in packed.read(points).decode()
    where = ".data/data/share/jupyter/kernels/python3-quick/kernel.json"
    assert [name for name in names if name.endswith(where)]
