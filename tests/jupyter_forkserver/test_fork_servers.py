import asyncio
import os
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from jupyter_forkserver import protocol, servers

pytestmark = pytest.mark.kernel


def ready(server):
    assert asyncio.run(server.ready()), server.error
    return server


def runs(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def exists(pid):
    return Path(f"/proc/{pid}").exists()


def python_path(folder):
    return os.pathsep.join(filter(None, [str(folder), os.environ.get("PYTHONPATH", "")]))


class Other:
    """A Jupyter server in a process of its own."""

    def __init__(self, bench, site):
        self.folder = tempfile.TemporaryDirectory(prefix="k-")
        script = Path(__file__).parent / "a_jupyter_server.py"
        self.process = subprocess.Popen(
            [sys.executable, script, bench.folder / "kernels", self.folder.name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": python_path(site)},
        )

    def tell(self, words):
        self.process.stdin.write(words + "\n")
        self.process.stdin.flush()

    def start(self, *words):
        self.tell(" ".join(("start", *words)))
        kernel, server, path = self.process.stdout.readline().split()
        return int(kernel), int(server), Path(path)

    def close(self):
        self.process.kill()
        self.process.communicate()
        self.folder.cleanup()


@pytest.fixture
def other(bench, entry_point):
    bench.install()
    started = []

    def start():
        started.append(Other(bench, entry_point))
        return started[-1]

    yield start
    for server in started:
        server.close()


# ----------------------------------------------------------------------- who may ask


def test_the_socket_is_the_owners_alone(own_server):
    server = ready(own_server())
    assert stat.S_IMODE(Path(server._path).stat().st_mode) == 0o600
    assert stat.S_IMODE(Path(server._path).parent.stat().st_mode) == 0o700


def as_nobody(path):
    code = (
        "import os, sys\n"
        "from jupyter_forkserver import protocol\n"  # before it may read no folder of ours
        "os.setgid(65534); os.setuid(65534)\n"
        "try:\n"
        "    print(protocol.ask(sys.argv[1], {'do': 'describe'}))\n"
        "except (OSError, EOFError) as error:\n"
        "    print(type(error).__name__)\n"
    )
    words = [sys.executable, "-c", code, path]
    return subprocess.run(words, capture_output=True, text=True, check=True).stdout.strip()


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become another user")
def test_another_user_is_refused(own_server):
    server = ready(own_server())
    assert as_nobody(server._path) == "PermissionError"
    # And where the modes let them through, by who they are.
    Path(server._path).parent.chmod(0o755)
    Path(server._path).chmod(0o666)
    assert as_nobody(server._path) in {
        "EOFError",
        "ConnectionResetError",
        "BrokenPipeError",
    }
    assert protocol.ask(server._path, {"do": "describe"})["pid"] == server.pid


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0\0",
        b"\0\0\0\x05hello",
        b"\0\0\0\x02[]",
        (protocol.REQUEST_LIMIT + 1).to_bytes(4, "big") + b"{",
        protocol.pack({"do": "harm"}),
        protocol.pack({"do": "kernel"}),  # without descriptors
    ],
)
def test_nonsense_is_refused_and_harms_nobody(own_server, data):
    server = ready(own_server())
    with socket.socket(socket.AF_UNIX) as sock:
        sock.connect(server._path)
        sock.sendall(data)
        sock.shutdown(socket.SHUT_WR)
        sock.settimeout(5)
        try:
            answer = sock.recv(1000)
        except ConnectionResetError:  # it left words of ours unread
            answer = b""
    assert answer == b"" or b"error" in answer
    assert protocol.ask(server._path, {"do": "describe"})["pid"] == server.pid


# ---------------------------------------------------------------------- who outlives whom


def test_kernels_outlive_their_fork_server(bench, own_server, eventually):
    server = ready(own_server())
    kernel = bench.start("own")
    kernel.run("kept = 1")
    os.kill(server.pid, signal.SIGKILL)
    eventually(lambda: not server.alive())
    assert kernel.value("kept") == 1
    assert kernel.manager.is_alive()
    # New ones come from a new server, at once.
    fresh = bench.start("own")
    assert servers.start(fresh.manager.kernel_spec).pid != server.pid
    process = kernel.process
    kernel.manager.shutdown_kernel()
    assert process.poll() in {0, 255}  # its code is lost where somebody else reaps it
    # The server itself is reaped too.
    eventually(lambda: not exists(server.pid))


def test_kernels_and_fork_server_end_with_the_jupyter_server(other, eventually):
    server = other()
    kernel, parent, path = server.start()
    stays, _, _ = server.start("independent")
    assert runs(kernel)
    assert path.exists()
    server.process.kill()
    server.process.wait()
    eventually(lambda: not runs(kernel))
    assert runs(stays)
    assert runs(parent)  # to reap the one that stays
    os.kill(stays, signal.SIGKILL)
    eventually(lambda: not runs(parent) and not runs(stays))
    assert not path.parent.exists()


def test_an_orderly_end_leaves_nothing(other, eventually):
    server = other()
    kernel, parent, path = server.start()
    server.tell("end")
    server.process.wait(timeout=10)
    eventually(lambda: not runs(kernel) and not runs(parent))
    assert not path.parent.exists()


def test_two_servers_side_by_side_share_nothing(other, eventually):
    one, two = other(), other()
    (kernel, server, path), (kernel_two, server_two, path_two) = one.start(), two.start()
    assert server != server_two
    assert path != path_two
    one.process.kill()
    eventually(lambda: not runs(server) and not runs(kernel))
    assert runs(kernel_two)
    assert two.start()[1] == server_two


# --------------------------------------------------------------------------- stale code


def age(server):
    """Have the next look at the files be now."""
    server._looked = 0


@pytest.mark.parametrize("changed", ["code/lesson.py", "module/text.yml", "module/new.yml"])
def test_stale_code_is_replaced(bench, own_server, eventually, changed):
    bench.module("lesson", "WORD = 'first'\n")
    (bench.folder / "module").mkdir()
    (bench.folder / "module" / "text.yml").write_text("a: 1")
    old = ready(
        own_server(
            imports=["lesson"], watch=[bench.folder / "module"], env=bench.python_path
        )
    )
    kernel = bench.start("own")
    age(old)
    spec = kernel.manager.kernel_spec
    assert servers.start(spec) is old
    (bench.folder / changed).write_text("WORD = 'the second'\n")
    age(old)
    new = bench.start("own")
    if changed.endswith("py"):
        assert new.value("__import__('lesson').WORD") == "the second"
    server = servers.start(new.manager.kernel_spec)
    assert server.identity != old.identity
    # The old one stays with its kernel, leaves with it, and is reaped.
    assert kernel.value("__import__('lesson').WORD") == "first"
    assert runs(old.pid)
    kernel.close()
    eventually(lambda: not exists(old.pid))
    assert runs(server.pid)


def test_a_module_mended_after_a_failed_start_is_forked_again(bench, own_server):
    path = bench.module("lesson", "def prepare(*_):\n    1 / 0\n")
    server = own_server(prepare="lesson:prepare", env=bench.python_path)
    assert asyncio.run(server.ready()) is False
    assert "ZeroDivisionError" in server.error
    bench.start("own", forked=False)
    path.write_text("def prepare(*_):\n    return 'mended'\n")
    for known in list(servers._servers.values()):
        if known.config.prepare:  # its base has not read the mended file
            age(known)
    kernel = bench.start("own")
    assert asyncio.run(servers.start(kernel.manager.kernel_spec).describe()) == "mended"


# -------------------------------------------------------------------------------- sharing


def test_servers_with_hooks_are_forked_from_one_base(bench, children):
    bench.module("lesson", "def prepare(shell, options):\n    return options\n")
    started = [
        servers.start(
            bench.install(
                f"m{n}",
                imports=["ipywidgets"],
                prepare="lesson:prepare",
                options={"n": n},
                env=bench.python_path,
            )
        )
        for n in range(3)
    ]
    pids = {ready(server).pid for server in started}
    assert len(pids) == 3
    parents = {int(Path(f"/proc/{p}/stat").read_text().split()[3]) for p in pids}
    assert len(parents) == 1
    assert [asyncio.run(server.describe())["n"] for server in started] == [0, 1, 2]
    # A branch that ends is reaped by its base, and started anew when it is wanted.
    os.kill(started[1].pid, signal.SIGKILL)
    time.sleep(0.1)
    assert bench.start("m1").value("1") == 1
    assert started[1].pid not in children(parents.pop())


def test_equal_kernelspecs_share_a_server(bench):
    one, two = (bench.install(name, imports=["ipywidgets"]) for name in ("a", "b"))
    assert servers.start(one) is servers.start(two)


def test_a_fork_of_the_jupyter_server_leaves_its_servers_alone(bench):
    server = ready(servers.start(bench.install()))
    pid = os.fork()
    if pid == 0:
        servers.retire_all()
        os._exit(len(servers.running()))
    assert os.waitpid(pid, 0)[1] == 0
    assert server.alive()
    assert Path(server._path).exists()
