import os
import signal
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.kernel


@pytest.mark.parametrize("transport", ["ipc", "tcp"])
def test_a_kernel_is_forked_and_computes(bench, transport):
    bench.install(imports=["ipywidgets"])
    kernel = bench.start(transport=transport)
    assert kernel.value("6 * 7") == 42
    assert kernel.value("'ipywidgets' in __import__('sys').modules")
    assert kernel.value("__import__('os').getpid()") == kernel.provisioner.pid
    parent = Path(f"/proc/{kernel.provisioner.pid}/stat").read_text().split()[3]
    assert int(parent) != os.getpid()


def test_an_encrypted_kernel_is_forked_too(bench):
    if "supported_encryption" not in bench.install().metadata:
        pytest.skip("this ipykernel knows no encryption")
    kernel = bench.start(transport="tcp", transport_encryption="required")
    assert kernel.manager.curve_publickey
    assert kernel.value("1") == 1


def test_outputs_errors_and_counts_are_those_of_an_ordinary_kernel(bench):
    kernel = bench.start()
    reply, published = kernel.messages("print('out')\n'value'")
    kinds = [m["msg_type"] for m in published if m["msg_type"] != "status"]
    assert kinds == ["execute_input", "stream", "execute_result"]
    assert reply["execution_count"] == 1
    reply, _ = kernel.messages("1 / 0")
    assert (reply["ename"], reply["execution_count"]) == ("ZeroDivisionError", 2)
    assert kernel.value("(Out[1], In[1])") == ("value", "print('out')\n'value'")
    assert kernel.run("import asyncio\nawait asyncio.sleep(0)\nprint('awaited')")
    assert kernel.run("%pwd\n!echo hello").strip() == "hello"


def test_an_interrupt_stops_the_cell_and_leaves_the_kernel(bench):
    kernel = bench.start()
    kernel.run("kept = 5")
    request = kernel.client.execute("import time\nprint('on')\ntime.sleep(60)")
    while kernel.client.get_iopub_msg(timeout=5)["msg_type"] != "stream":
        pass
    kernel.manager.interrupt_kernel()
    while True:
        reply = kernel.client.get_shell_msg(timeout=5)
        if reply["parent_header"]["msg_id"] == request:
            break
    assert reply["content"]["ename"] == "KeyboardInterrupt"
    time.sleep(0.2)  # ipykernel aborts what it finds queued just after an error
    assert kernel.value("kept") == 5


def test_an_interrupt_between_cells_harms_nobody(bench):
    kernel, other = bench.start(), bench.start()
    for _ in range(5):
        kernel.manager.interrupt_kernel()
    assert kernel.value("1") == other.value("1") == 1


def test_a_signal_reaches_what_the_kernel_has_started(bench, eventually):
    kernel = bench.start()
    code = "subprocess.Popen(['sleep', '60']).pid"
    pid = int(kernel.run(f"import subprocess\nprint({code})"))
    kernel.manager.shutdown_kernel(now=True)

    def gone():
        try:
            return Path(f"/proc/{pid}/stat").read_text().split()[2] == "Z"
        except OSError:
            return True

    eventually(gone)


def test_a_restart_makes_a_new_process_for_the_same_clients(bench):
    kernel = bench.start()
    kernel.run("old = 1")
    before = kernel.provisioner.pid
    kernel.manager.restart_kernel()
    kernel.client.wait_for_ready(timeout=10)
    assert kernel.provisioner.forked
    assert kernel.provisioner.pid != before
    assert kernel.value("'old' in globals()") is False


@pytest.mark.parametrize(
    ("end", "code"),
    [
        ("os._exit(7)", 7),
        ("os.kill(os.getpid(), signal.SIGKILL)", -signal.SIGKILL),
        ("os.kill(os.getpid(), signal.SIGTERM)", -signal.SIGTERM),
        ("os.abort()", -signal.SIGABRT),
    ],
)
def test_the_exit_code_comes_back(bench, eventually, end, code):
    kernel = bench.start()
    process = kernel.process
    assert process.poll() is None
    kernel.client.execute(f"import os, signal\n{end}")
    assert process.wait(timeout=5) == code
    assert process.poll() == code
    assert not kernel.manager.is_alive()


def test_a_kernel_shut_down_leaves_quickly_and_with_code_0(bench):
    kernel = bench.start()
    path = bench.folder / "left"
    kernel.run(
        f"import atexit, pathlib\natexit.register(pathlib.Path({str(path)!r}).touch)"
    )
    kernel.run("print('a' * 100000)")
    process, began = kernel.process, time.monotonic()
    kernel.manager.request_shutdown()
    assert process.wait(timeout=5) == 0
    assert time.monotonic() - began < 1.0
    assert path.exists()


def test_exit_in_a_cell_ends_the_kernel(bench):
    kernel = bench.start()
    process = kernel.process
    kernel.client.execute("exit()")
    assert process.wait(timeout=5) == 0


def test_ended_kernels_leave_no_zombie(bench, children, eventually):
    kernels = [bench.start() for _ in range(3)]
    pids = {kernel.provisioner.pid for kernel in kernels}
    server = int(Path(f"/proc/{min(pids)}/stat").read_text().split()[3])
    assert pids <= children(server).keys()
    kernels[0].manager.shutdown_kernel(now=True)
    kernels[1].manager.shutdown_kernel()
    kernels[2].client.execute("import os; os._exit(3)")
    eventually(lambda: not pids & children(server).keys())


def test_signals_to_an_ended_kernel_go_nowhere(bench):
    kernel = bench.start()
    process = kernel.process
    process.kill()
    assert process.wait(timeout=5) == -signal.SIGKILL
    process.send_signal(signal.SIGINT)
    process.send_group_signal(signal.SIGINT)
    process.terminate()


def test_another_server_can_take_an_independent_kernel_over(bench):
    import asyncio  # noqa: PLC0415

    from jupyter_forkserver.provisioner import ForkServerProvisioner  # noqa: PLC0415

    kernel = bench.start(independent=True)
    assert kernel.value("__import__('os').environ.get('JPY_PARENT_PID')") is None
    info = asyncio.run(kernel.provisioner.get_provisioner_info())
    other = ForkServerProvisioner(
        kernel_id="k", kernel_spec=kernel.manager.kernel_spec, parent=kernel.manager
    )
    asyncio.run(other.load_provisioner_info(info))
    assert asyncio.run(other.poll()) is None
    asyncio.run(other.kill())
    assert kernel.process.wait(timeout=5) == -signal.SIGKILL
    late = ForkServerProvisioner(
        kernel_id="k", kernel_spec=kernel.manager.kernel_spec, parent=kernel.manager
    )
    asyncio.run(late.load_provisioner_info(info))
    assert not late.has_process
