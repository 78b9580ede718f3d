import os
import sys

import pytest

from jupyter_forkserver import servers
from jupyter_forkserver.forkserver import NotForked

pytestmark = pytest.mark.kernel

UNTESTED = """
from ipykernel import _version
_version.version_info = (99, 0)
_version.__version__ = "99.0"
"""


def fallbacks(caplog):
    return [r.message for r in caplog.records if "forking no kernel" in r.message]


@pytest.fixture(autouse=True)
def forget():
    from jupyter_forkserver.provisioner import ForkServerProvisioner  # noqa: PLC0415

    ForkServerProvisioner._said.clear()


def test_an_ordinary_kernel_on_a_system_without_fork(bench, monkeypatch, caplog):
    monkeypatch.setattr(sys, "platform", "darwin")
    assert "darwin" in servers.unsupported()
    kernel = bench.start(forked=False)
    bench.start(forked=False)
    assert kernel.value("1") == 1
    assert "darwin" in kernel.provisioner.fallback
    assert len(fallbacks(caplog)) == 1
    kernel.manager.interrupt_kernel()
    kernel.manager.restart_kernel()
    kernel.client.wait_for_ready(timeout=20)
    assert kernel.value("2") == 2
    kernel.manager.shutdown_kernel()


def test_no_pidfd_no_fork(monkeypatch):
    monkeypatch.delattr(os, "pidfd_open")
    assert "pidfd" in servers.unsupported()


def test_it_can_be_switched_off(bench, monkeypatch):
    monkeypatch.setenv("JUPYTER_FORKSERVER", "off")
    with pytest.raises(NotForked, match="switched off"):
        servers.start(bench.install())
    assert bench.start(forked=False).value("1") == 1


def test_a_fork_server_that_cannot_start(bench, caplog):
    # Something that only the fork server's process does not survive.
    dies = "import os, sys\nif '--life' in str(sys.orig_argv): os._exit(9)\n"
    bench.module("sitecustomize", dies)
    bench.install(env=bench.python_path)
    kernel = bench.start(forked=False)
    assert "ended as it started" in kernel.provisioner.fallback
    assert kernel.value("1") == 1
    assert len(fallbacks(caplog)) == 1


def test_a_fork_server_that_takes_too_long(bench):
    bench.module("slow", "import time\ntime.sleep(5)\n")
    bench.install(imports=["slow"], env=bench.python_path)
    kernel = bench.start(forked=False, configured={"start_timeout": 0.2})
    assert "too long" in kernel.provisioner.fallback


def test_an_interpreter_that_is_not_there(bench, monkeypatch):
    spec = bench.install(python="/no/such/python")
    server = servers.start(spec)
    assert "FileNotFoundError" in server.error


def test_an_untested_ipykernel_is_only_imported(bench, caplog):
    bench.module("sitecustomize", UNTESTED)
    bench.module("lesson", "import os\ndef prepare(*_):\n    return 1\n" + AFTER)
    bench.install(
        imports=["ipywidgets"],
        prepare="lesson:prepare",
        after_fork="lesson:after_fork",
        env=bench.python_path,
    )
    kernel = bench.start()
    assert "untested" in caplog.text
    server = servers.start(kernel.manager.kernel_spec)
    assert not server.warm
    import asyncio  # noqa: PLC0415

    assert asyncio.run(server.describe()) is None
    assert kernel.value("came") is True
    assert kernel.value("__import__('os').environ['PAGER']") == "cat"
    targets = "sorted(get_ipython().kernel.comm_manager.targets)"
    assert "jupyter.widget" in kernel.value(targets)
    kernel.manager.interrupt_kernel()
    process = kernel.process
    kernel.manager.shutdown_kernel()
    assert process.poll() == 0


AFTER = "def after_fork(kernel, options):\n    kernel.shell.user_ns['came'] = True\n"


def test_it_can_be_switched_off_by_configuration(bench):
    kernel = bench.start(forked=False, configured={"enabled": False})
    assert "enabled" in kernel.provisioner.fallback


@pytest.mark.parametrize(
    ("launch", "reason"),
    [
        ({"env": {**os.environ, "PYTHONHASHSEED": "7"}}, "environment"),
        ({"extra_arguments": ["--debug"]}, "arguments"),
        ({"umask": 0o77}, "umask"),
    ],
)
def test_what_a_fork_cannot_do_an_ordinary_launch_does(bench, launch, reason):
    kernel = bench.start(forked=False, **launch)
    assert reason in kernel.provisioner.fallback
    assert kernel.value("1") == 1


def test_a_folder_that_is_not_there_fails_as_it_always_has(bench):
    with pytest.raises(FileNotFoundError):
        bench.start(cwd="/no/such/folder")
