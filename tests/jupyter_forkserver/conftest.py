import importlib
import os
import shutil
import sys
import tempfile
import time
from importlib.metadata import entry_points
from pathlib import Path

import pytest
from jupyter_client import KernelManager
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.provisioning import KernelProvisionerFactory
from traitlets.config import Config

from jupyter_forkserver import kernelspec, servers
from jupyter_forkserver.config import PROVISIONER

GROUP = KernelProvisionerFactory.GROUP_NAME


class Kernel:
    """A kernel and a client of it."""

    def __init__(self, specs, name, *, transport="ipc", configured=None, **launch):
        # As a server does it; and short, for the 107 bytes of a Unix socket's path.
        self.folder = tempfile.mkdtemp(prefix="k-")
        self.manager = KernelManager(
            config=Config({"ForkServerProvisioner": configured or {}}),
            connection_file=f"{self.folder}/k.json",
            kernel_name=name,
            kernel_spec_manager=specs,
            transport=transport,
            client_class="jupyter_forkserver.client.PromptBlockingKernelClient",
        )
        self.manager.start_kernel(**launch)
        self.connect()

    def connect(self):
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=30)

    @property
    def provisioner(self):
        return self.manager.provisioner

    @property
    def process(self):
        return self.manager.provisioner.process

    def messages(self, code, timeout=30):
        """Run a cell; return the reply and all that it published."""
        published = []
        reply = self.client.execute_interactive(
            code, timeout=timeout, output_hook=published.append, allow_stdin=False
        )
        return reply["content"], published

    def run(self, code, timeout=30):
        """Run a cell that must succeed; return what it printed."""
        reply, published = self.messages(code, timeout)
        assert reply["status"] == "ok", reply
        return "".join(m["content"]["text"] for m in published if m["msg_type"] == "stream")

    def value(self, expression):
        """Return an expression's value in the kernel, which must be a literal."""
        return eval(self.run(f"print(repr({expression}))"))  # noqa: S307, our own kernel

    def close(self):
        self.client.stop_channels()
        if self.manager.has_kernel:
            self.manager.shutdown_kernel(now=True)
        self.manager.cleanup_resources()
        self.manager.context.destroy(linger=0)
        shutil.rmtree(self.folder, ignore_errors=True)


class Bench:
    """Kernelspecs in a folder, and the kernels started from them."""

    def __init__(self, folder):
        self.folder = folder
        self.specs = KernelSpecManager(
            kernel_dirs=[str(folder / "kernels")], ensure_native_kernel=False
        )
        self.kernels = []

    def install(self, name="forked", **config):
        (self.folder / "kernels").mkdir(exist_ok=True)
        kernelspec.install(self.folder / "kernels", name, **config)
        return self.specs.get_kernel_spec(name)

    def start(self, name="forked", *, forked=True, **launch):
        if not (self.folder / "kernels" / name).exists():
            self.install(name)
        kernel = Kernel(self.specs, name, **launch)
        self.kernels.append(kernel)
        assert kernel.provisioner.forked is forked, kernel.provisioner.fallback
        return kernel

    def module(self, name, source):
        """Write a module that `python_path` makes importable."""
        path = self.folder / "code" / f"{name}.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text(source)
        return path

    @property
    def python_path(self):
        paths = [str(self.folder / "code"), os.environ.get("PYTHONPATH", "")]
        return {"PYTHONPATH": os.pathsep.join(filter(None, paths))}

    def close(self):
        for kernel in self.kernels:
            kernel.close()
        if len(servers.running()) > 6:  # tests with the same kernelspec share one
            servers.retire_all()


@pytest.fixture(scope="session", autouse=True)
def entry_point(tmp_path_factory):
    """Make the provisioner known as an installed package would; return its folder."""
    folder = tmp_path_factory.mktemp("site")
    if not entry_points(group=GROUP, name=PROVISIONER):
        info = folder / "jupyter_forkserver-0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text("Name: jupyter-forkserver\nVersion: 0\n")
        name = "jupyter_forkserver.provisioner:ForkServerProvisioner"
        (info / "entry_points.txt").write_text(f"[{GROUP}]\n{PROVISIONER} = {name}\n")
        sys.path.append(str(folder))
        importlib.invalidate_caches()
    yield folder
    servers.retire_all()


@pytest.fixture
def bench(tmp_path):
    bench = Bench(tmp_path)
    yield bench
    bench.close()


@pytest.fixture
def own_server(bench):
    """Install a kernelspec with a fork server of its own; return the server."""

    def install(name="own", **config):
        env = {"OWN_SERVER": str(bench.folder), **config.pop("env", {})}
        return servers.start(bench.install(name, env=env, **config))

    return install


@pytest.fixture
def eventually():
    def wait(condition, seconds=10):
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end, "it never came"
            time.sleep(0.02)

    return wait


@pytest.fixture
def children():
    """Return the children of a process, by state letter."""

    def look(pid):
        found = {}
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = stat.read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[1]) == pid:
                found[int(stat.parent.name)] = fields[0]
        return found

    return look


@pytest.fixture
def descriptors():
    def count():
        return len(os.listdir("/proc/self/fd"))  # noqa: PTH208, opens no other

    return count
