import asyncio
import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from traitlets.config import Config

from academy.server.kernels import LearnersKernelManager
from jupyter_forkserver import kernelspec

pytestmark = pytest.mark.kernel


@pytest.fixture
def kernels(tmp_path, monkeypatch):
    """A manager that looks after its kernels once an hour, but for what it is told."""
    kernelspec.install(tmp_path / "kernels", "forked")
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    config = Config()
    config.KernelRestarter.time_to_dead = 3600
    config.MappingKernelManager.root_dir = str(tmp_path)
    config.LearnersKernelManager.most = 5
    return lambda: LearnersKernelManager(config=config, connection_dir=str(tmp_path))


async def until(true):
    async with asyncio.timeout(30):
        while not true():  # noqa: ASYNC110  nobody could tell us
            await asyncio.sleep(0.01)


def pid_of(manager, kernel):
    return manager.get_kernel(kernel).provisioner.pid


def files():
    return len(list(Path("/proc/self/fd").iterdir()))


@pytest.mark.skipif(sys.platform != "linux", reason="no pidfd")
@pytest.mark.parametrize("name", ["forked", "python3"])
def test_a_kernel_that_was_killed_is_started_again_at_once(kernels, name):
    async def try_it():
        manager = kernels()
        kernel = await manager.start_kernel(kernel_name=name)
        told = []
        manager.add_restart_callback(kernel, lambda: told.append("restarting"))
        before = pid_of(manager, kernel)
        os.kill(before, signal.SIGKILL)
        await until(lambda: told == ["restarting"])
        await until(lambda: pid_of(manager, kernel) not in {before, None})
        await until(manager.get_kernel(kernel).ready.done)
        await manager.shutdown_kernel(kernel)

    asyncio.run(try_it())


@pytest.mark.skipif(sys.platform != "linux", reason="no pidfd")
def test_a_killed_kernel_whose_page_asks_for_another_is_forgotten_at_once(kernels):
    async def try_it():
        manager = kernels()
        first = await manager.start_kernel(kernel_name="forked")
        await manager.shutdown_kernel(first)
        before = files()
        kernel = await manager.start_kernel(kernel_name="forked")
        manager.owners[kernel] = "ada"
        manager.revivable = {kernel}
        told = []
        manager.add_restart_callback(kernel, lambda: told.append("dead"), "dead")
        os.kill(pid_of(manager, kernel), signal.SIGKILL)
        await until(lambda: kernel not in manager)
        assert told == ["dead"]
        assert (manager.owners, manager.revivable) == ({}, set())
        await until(lambda: files() <= before)

    asyncio.run(try_it())


def test_a_kernel_that_is_ended_is_not_started_again(kernels):
    async def try_it():
        manager = kernels()
        kernel = await manager.start_kernel(kernel_name="forked")
        told = []
        manager.add_restart_callback(kernel, lambda: told.append("restarting"))
        manager.add_restart_callback(kernel, lambda: told.append("dead"), "dead")
        await manager.restart_kernel(kernel)
        await manager.shutdown_kernel(kernel)
        await asyncio.sleep(0.5)
        return told

    assert asyncio.run(try_it()) == []


def test_a_culled_kernel_is_forgotten_with_whose_it_was(kernels):
    async def try_it():
        manager = kernels()
        kernel = await manager.start_kernel(kernel_name="forked")
        manager.owners[kernel] = "ada"
        manager.cull_idle_timeout = 60
        await manager.cull_kernel_if_idle(kernel)
        assert manager.owners == {kernel: "ada"}
        manager.get_kernel(kernel).last_activity -= timedelta(seconds=61)
        await manager.cull_kernel_if_idle(kernel)
        return manager

    manager = asyncio.run(try_it())
    assert manager.owners == {}
    assert len(manager) == 0


WITHOUT = """
import os, sys
import psutil  # which on its own system needs no such module
sys.modules["resource"] = None
for name in ("sysconf", "fork", "pidfd_open", "register_at_fork", "setsid", "killpg"):
    delattr(os, name)
from academy.server import kernels, start
print(kernels.make_room(5), kernels.room(plain=True) >= 1)
start.make(port=0, ip="127.0.0.1", open_browser=False)
"""


def test_the_server_is_made_on_a_system_that_has_no_unix_in_it(tmp_path):
    told = subprocess.run(
        [sys.executable, "-c", WITHOUT],
        env=os.environ | {"ACADEMY_DATA": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert told.returncode == 0, told.stderr
    assert told.stdout == "5 True\n"
