import asyncio
import os
import shutil
import tempfile
import time

import pytest
import zmq.asyncio
from jupyter_client import AsyncKernelManager

from jupyter_forkserver import servers

pytestmark = pytest.mark.kernel
CROWD = 200


async def crowd(bench, folder, descriptors):
    context = zmq.asyncio.Context()
    context.set(zmq.MAX_SOCKETS, 4000)
    await servers.start(bench.specs.get_kernel_spec("forked")).ready()
    before = descriptors()

    async def start(n):
        manager = AsyncKernelManager(
            context=context,
            kernel_name="forked",
            kernel_spec_manager=bench.specs,
            transport="ipc",
            connection_file=f"{folder}/{n}.json",
        )
        await manager.start_kernel()
        return manager

    async def answers(manager):
        client = manager.client(context=context)
        client.start_channels(iopub=False, stdin=False, hb=False, control=False)
        reply = await client.kernel_info(reply=True, timeout=60)
        client.stop_channels()
        return reply["content"]["status"]

    began = time.monotonic()
    managers = await asyncio.gather(*map(start, range(CROWD)))
    assert all(manager.provisioner.forked for manager in managers)
    assert await asyncio.gather(*map(answers, managers)) == ["ok"] * CROWD
    assert all([await manager.is_alive() for manager in managers])
    print(f"{CROWD} kernels answered after {time.monotonic() - began:.1f} s")
    pids = [manager.provisioner.pid for manager in managers]
    assert len(set(pids)) == CROWD
    await asyncio.gather(*(manager.shutdown_kernel(now=True) for manager in managers))
    assert not [pid for pid in pids if str(pid) in os.listdir("/proc")]  # noqa: PTH208
    del managers
    await asyncio.sleep(0.2)
    return before, descriptors()


def test_200_kernels_at_once_and_every_descriptor_back(bench, descriptors):
    bench.install()
    folder = tempfile.mkdtemp(prefix="k-")
    # zmq opens its own, once; what counts is that none is left per kernel.
    before, after = asyncio.run(crowd(bench, folder, descriptors))
    shutil.rmtree(folder)
    assert after - before < 10


def test_descriptors_come_back_one_by_one(bench, descriptors):
    bench.start().close()
    counts = []
    for _ in range(5):
        bench.start().close()
        counts.append(descriptors())
    assert len(set(counts)) == 1
