import asyncio

import pytest
from jupyter_client import AsyncKernelManager

from jupyter_forkserver.client import PromptAsyncKernelClient, PromptBlockingKernelClient

pytestmark = pytest.mark.kernel


@pytest.mark.parametrize("switch", ["", "off"])
def test_a_prompt_client_is_ready_when_output_reaches_it(bench, monkeypatch, switch):
    monkeypatch.setenv("JUPYTER_FORKSERVER", switch)
    kernel = bench.start(forked=not switch)
    assert isinstance(kernel.client, PromptBlockingKernelClient)
    for _ in range(5):
        client = kernel.manager.client()
        client.start_channels()
        client.wait_for_ready(timeout=10)
        client.execute("print('heard')")
        kinds = [client.get_iopub_msg(timeout=5)["msg_type"] for _ in range(4)]
        assert kinds == ["status", "execute_input", "stream", "status"]
        client.stop_channels()


def test_an_asynchronous_manager_takes_it_from_its_configuration(bench):
    from traitlets.config import Config  # noqa: PLC0415

    name = f"{PromptAsyncKernelClient.__module__}.{PromptAsyncKernelClient.__name__}"
    config = Config({"AsyncKernelManager": {"client_class": name}})
    bench.install()

    async def ready():
        manager = AsyncKernelManager(
            config=config, kernel_name="forked", kernel_spec_manager=bench.specs
        )
        await manager.start_kernel()
        client = manager.client()
        client.start_channels()
        await client.wait_for_ready(timeout=10)
        client.stop_channels()
        await manager.shutdown_kernel(now=True)
        return client

    assert isinstance(asyncio.run(ready()), PromptAsyncKernelClient)


def test_a_kernel_that_dies_is_not_waited_for(bench):
    kernel = bench.start()
    client = kernel.manager.client()
    client.start_channels()
    kernel.process.kill()
    kernel.process.wait(timeout=5)
    with pytest.raises(RuntimeError, match="died"):
        client.wait_for_ready(timeout=20)
    client.stop_channels()
