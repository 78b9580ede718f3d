"""The kernelspec that the wheel brings."""

import json
import sys
from pathlib import Path

from jupyter_client.kernelspec import KernelSpec

import jupyter_forkserver
from jupyter_forkserver.config import Config
from jupyter_forkserver.kernelspec import kernel_json

KERNELS = Path(jupyter_forkserver.__file__).parent / "kernels"


def test_the_kernelspec_that_is_installed_is_what_this_ipykernel_wants():
    (file,) = KERNELS.glob("*/kernel.json")
    brought = json.loads(file.read_text("utf-8"))
    made = kernel_json("any", imports=["ipywidgets"], python="python")
    assert brought["argv"] == made["argv"]
    stanza = brought["metadata"]["kernel_provisioner"]
    assert stanza == made["metadata"]["kernel_provisioner"]
    config = Config.of(KernelSpec(**brought))
    assert (config.python, config.imports) == (sys.executable, ("ipywidgets",))
