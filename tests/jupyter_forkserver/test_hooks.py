import asyncio
import os

import pytest

from jupyter_forkserver import hooks, servers
from jupyter_forkserver.forkserver import NotForked

HOOKS = """
import os
import ipywidgets

def prepare(shell, options):
    result = shell.run_cell("import ipywidgets\\nslider = ipywidgets.IntSlider(3)")
    assert result.success
    seen = []
    shell.user_ns["seen"] = seen
    shell.user_ns["slider"].observe(lambda change: seen.append(change.new), "value")
    state = ipywidgets.Widget.get_manager_state(drop_defaults=False)["state"]
    return {"options": options, "state": state, "id": shell.user_ns["slider"].model_id}

def after_fork(kernel, options):
    shell = kernel.shell
    shell.user_ns["learner"] = (os.environ["LEARNER"], os.getcwd(), options)
    shell.user_ns["slider"].description = os.environ["LEARNER"]
"""


LEAVES_A_THREAD = """
import threading, time
def prepare(*_):
    threading.Thread(target=time.sleep, args=(9,), daemon=True).start()
"""


@pytest.fixture
def hooked(bench):
    bench.module("course_hooks", HOOKS)
    return bench.install(
        imports=["ipywidgets"],
        prepare="course_hooks:prepare",
        after_fork="course_hooks:after_fork",
        options={"path": "module.ipynb"},
        env=bench.python_path,
    )


@pytest.mark.kernel
def test_what_prepare_returned_can_be_asked_for(hooked):
    async def ask():
        server = servers.start(hooked)
        with pytest.raises(NotForked):
            await server.describe(within=0)
        return server, await server.describe()

    server, described = asyncio.run(ask())
    assert server.warm
    assert described["options"] == {"path": "module.ipynb"}
    assert described["state"][described["id"]]["state"]["value"] == 3
    assert asyncio.run(server.describe()) is described


@pytest.mark.kernel
def test_after_fork_meets_each_kernel_in_its_own_surroundings(bench, hooked):
    for name in ("ada", "bob"):
        (bench.folder / name).mkdir()
        cwd = str(bench.folder / name)
        kernel = bench.start(env={**os.environ, "LEARNER": name}, cwd=cwd)
        assert kernel.value("learner") == (name, cwd, {"path": "module.ipynb"})


@pytest.mark.kernel
def test_widgets_made_before_the_fork_are_alive_after_it(bench, hooked):
    described = asyncio.run(servers.start(hooked).describe())
    kernel, other = (bench.start(env={**os.environ, "LEARNER": n}) for n in "ab")
    # From the browser to Python...
    content = {
        "comm_id": described["id"],
        "data": {"method": "update", "state": {"value": 8}, "buffer_paths": []},
    }
    client = kernel.client
    client.shell_channel.send(client.session.msg("comm_msg", content))
    assert kernel.value("(seen, slider.value)") == ([8], 8)
    assert other.value("(seen, slider.value)") == ([], 3)
    # ...and from Python to the browser.
    _, published = kernel.messages("slider.value = 9")
    updates = [m["content"] for m in published if m["msg_type"] == "comm_msg"]
    assert [u["data"]["state"] for u in updates] == [{"value": 9}]
    assert updates[0]["comm_id"] == described["id"]


@pytest.mark.kernel
def test_a_browser_may_open_comms_to_modules_imported_before_the_fork(bench):
    bench.install(imports=["ipywidgets"])
    kernel = bench.start()
    targets = "sorted(get_ipython().kernel.comm_manager.targets)"
    assert kernel.value(targets) == ["jupyter.widget", "jupyter.widget.control"]
    _, published = kernel.messages("import ipywidgets\nipywidgets.IntSlider()")
    assert "comm_open" in [m["msg_type"] for m in published]


@pytest.mark.kernel
def test_top_level_await_in_prepare_leaves_no_loop_to_share(bench):
    source = (
        "def prepare(shell, options):\n"
        "    shell.run_cell('import asyncio\\nawait asyncio.sleep(0)\\nn = 1')\n"
        "    return shell.user_ns['n']\n"
    )
    bench.module("awaits", source)
    bench.install(prepare="awaits:prepare", env=bench.python_path)
    kernels = [bench.start() for _ in range(3)]
    for kernel in kernels:
        assert kernel.run("await asyncio.sleep(0.01)\nprint(n)").strip() == "1"


@pytest.mark.kernel
@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("def prepare(shell, options):\n    1 / 0\n", "ZeroDivisionError"),
        ("def prepare(shell, options):\n    return object()\n", "not JSON serializable"),
        ("prepare = 3\n", "names nothing that can be called"),
        ("def prepare(*_):\n    import os\n    os._exit(3)\n", "ended as it started"),
        (
            LEAVES_A_THREAD,
            "threads before the fork",
        ),
    ],
)
def test_a_prepare_hook_that_fails_makes_kernels_ordinary(bench, source, reason):
    bench.module("fails", source)
    bench.install(prepare="fails:prepare", env=bench.python_path)
    kernel = bench.start(forked=False)
    assert reason in kernel.provisioner.fallback
    assert kernel.value("1") == 1


@pytest.mark.kernel
def test_an_after_fork_hook_that_fails_makes_that_kernel_ordinary(bench):
    source = "import os\ndef after_fork(kernel, options):\n    1 / int(os.environ['N'])\n"
    bench.module("divides", source)
    bench.install(after_fork="divides:after_fork", env=bench.python_path)
    kernel = bench.start(forked=False, env={**os.environ, "N": "0"})
    assert "ZeroDivisionError" in kernel.provisioner.fallback
    bench.start(env={**os.environ, "N": "1"})


@pytest.mark.parametrize("name", ["no_colon", ":f", "os:", "os:absent", "os:environ"])
def test_a_hook_that_cannot_be_found_is_named(name):
    with pytest.raises(ValueError, match="hook"):
        hooks.find(name)
