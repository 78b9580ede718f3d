"""Kernel clients that do not wait when there is nothing to wait for.

`KernelClient.wait_for_ready` (jupyter_client 8.10) empties the iopub channel by reading
until 0.2 s pass in silence, which every kernel start pays for. These clients know that
the channel is connected and empty when the "idle" of their own request arrives on it.

    c.AsyncKernelManager.client_class = "jupyter_forkserver.client.PromptAsyncKernelClient"
"""

import time
from queue import Empty
from typing import TYPE_CHECKING, Any

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.client import KernelClient
from jupyter_core.utils import ensure_async, run_sync

if TYPE_CHECKING:
    _Base = KernelClient
else:
    _Base = object

_REPLY = 1.0  # seconds to wait for a reply before asking again
_IDLE = 0.2  # seconds to wait for its idle: missed if iopub was not yet connected


class _Prompt(_Base):
    """The waiting, for both kinds of client."""

    async def _async_wait_for_ready(self, timeout: float | None = None) -> None:  # noqa: ASYNC109, its base's
        """Wait until the kernel answers and its output channel is connected.

        Raises:
            RuntimeError: The kernel died, or `timeout` seconds passed.
        """
        end = time.monotonic() + (float("inf") if timeout is None else timeout)
        asked = set()
        while True:
            asked.add(self.kernel_info())
            reply = await self._reply_to(asked)
            if reply is not None and await self._idle_after(reply):
                self._handle_kernel_info_reply(reply)
                return
            if not await self._async_is_alive():
                raise RuntimeError("Kernel died before replying to kernel_info")
            if time.monotonic() > end:
                raise RuntimeError(f"Kernel didn't respond in {timeout} seconds")

    async def _reply_to(self, asked: set[str]) -> dict[str, Any] | None:
        end = time.monotonic() + _REPLY
        while (left := end - time.monotonic()) > 0:
            try:
                message = await ensure_async(self.shell_channel.get_msg(timeout=left))
            except Empty:
                break
            if message["parent_header"].get("msg_id") in asked:
                return dict(message)
        return None

    async def _idle_after(self, reply: dict[str, Any]) -> bool:
        request = reply["parent_header"]["msg_id"]
        end = time.monotonic() + _IDLE
        while (left := end - time.monotonic()) > 0:
            try:
                message = await ensure_async(self.iopub_channel.get_msg(timeout=left))
            except Empty:
                break
            if (
                message["msg_type"] == "status"
                and message["content"]["execution_state"] == "idle"
                and message["parent_header"].get("msg_id") == request
            ):
                return True
        return False


class PromptAsyncKernelClient(_Prompt, AsyncKernelClient):
    """For `AsyncKernelManager.client_class`: a server's, Voila's, nbclient's."""

    wait_for_ready = _Prompt._async_wait_for_ready  # noqa: SLF001, as its base does


class PromptBlockingKernelClient(_Prompt, BlockingKernelClient):
    """For `KernelManager.client_class`: scripts and consoles."""

    wait_for_ready = run_sync(_Prompt._async_wait_for_ready)  # noqa: SLF001, as its base
