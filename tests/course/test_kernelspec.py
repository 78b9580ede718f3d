import json
import os
import subprocess
import sys

import pytest
from jupyter_client.kernelspec import KernelSpecManager

from academy import kernelspec, lab, paths
from jupyter_forkserver.config import PROVISIONER, Config
from jupyter_forkserver.kernelspec import install


@pytest.fixture(autouse=True)
def data(tmp_path, monkeypatch):
    monkeypatch.setenv("ACADEMY_DATA", str(tmp_path / "data"))


def test_plain_pages_and_snapshots_are_forked_from_one_warm_process(tmp_path):
    ours = kernelspec.install() / "kernels"
    install(
        tmp_path,
        "snapshot",
        imports=("ipywidgets", "anywidget", *kernelspec.IMPORTS),
        prepare="a:b",
        after_fork="c:d",
        options={"some": "thing"},
        watch=["file"],
    )
    specs = KernelSpecManager(kernel_dirs=[str(ours), str(tmp_path)])
    python, snapshot = map(specs.get_kernel_spec, ("python3", "snapshot"))
    assert Config.of(python) == Config.of(snapshot).base


def test_in_jupyterlab_the_notebooks_python3_is_the_forked_one():
    told = subprocess.run(
        [sys.executable, "-m", "jupyter", "kernelspec", "list", "--json"],
        env=lab.environment(),
        capture_output=True,
        check=True,
    )
    found = json.loads(told.stdout)["kernelspecs"]["python3"]
    assert found["resource_dir"].startswith(str(paths.data()))
    spec = found["spec"]["metadata"]["kernel_provisioner"]
    assert spec["provisioner_name"] == PROVISIONER


def test_what_jupyter_was_told_before_stays_told(monkeypatch):
    monkeypatch.setenv("JUPYTER_PATH", "/elsewhere")
    listed = lab.environment()["JUPYTER_PATH"].split(os.pathsep)
    assert listed == [str(paths.data() / "jupyter"), "/elsewhere"]
