"""Another Jupyter server's process: starts kernels, and does as it is told on stdin."""

import sys

from jupyter_client import KernelManager
from jupyter_client.kernelspec import KernelSpecManager

from jupyter_forkserver import servers

specs = KernelSpecManager(kernel_dirs=[sys.argv[1]], ensure_native_kernel=False)
managers = []
for line in sys.stdin:
    word, *rest = line.split()
    if word == "start":
        manager = KernelManager(
            kernel_name="forked",
            kernel_spec_manager=specs,
            transport="ipc",
            connection_file=f"{sys.argv[2]}/k{len(managers)}.json",
        )
        manager.start_kernel(independent=bool(rest))
        managers.append(manager)
        client = manager.client()
        client.start_channels()
        client.wait_for_ready(timeout=20)
        (server,) = servers.running()
        print(manager.provisioner.pid, server.pid, server._path, flush=True)
    elif word == "end":
        sys.exit()
