import os
import signal
import subprocess
import sys

import pytest

pytestmark = pytest.mark.kernel

SURROUNDINGS = """
import os, resource, signal, sys, time
print(repr({
    "environ": dict(os.environ),
    "cwd": os.getcwd(),
    "path": sys.path,
    "argv": sys.argv[:2],
    "main": sys.modules["__main__"].__name__,
    "limit": resource.getrlimit(resource.RLIMIT_NOFILE),
    "mask": signal.pthread_sigmask(signal.SIG_BLOCK, []),
    "signals": {n: str(signal.getsignal(n)) for n in (1, 2, 13, 15, 17)},
    "leads": os.getsid(0) == os.getpgid(0) == os.getpid(),
    "zone": time.tzname,
    "executable": sys.executable,
    "flags": sys.flags[:],
}))
"""


def test_a_forked_kernel_finds_what_an_ordinary_one_finds(bench, monkeypatch, request):
    wanted = {
        **os.environ,
        "HOME": str(bench.folder),
        "IPYTHONDIR": str(bench.folder / "ipython"),
        "ACADEMY_LEARNER": "né",
        "TZ": "Asia/Tokyo",
    }
    wanted.pop("HOSTNAME", None)
    (bench.folder / "a").mkdir()
    launch = {"env": wanted, "cwd": str(bench.folder / "a")}
    # An ordinary kernel goes on ignoring what whoever runs this ignores (nohup).
    hangup = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    request.addfinalizer(lambda: signal.signal(signal.SIGHUP, hangup))
    forked = bench.start(**launch)
    # The fork server has variables of its own (threads), and started before this one.
    monkeypatch.setenv("JUPYTER_FORKSERVER", "off")
    ordinary = bench.start(forked=False, **launch)
    for kernel in (forked, ordinary):
        assert kernel.run("import sys; print(sys.argv[2])").strip().endswith("/k.json")
    ours, theirs = (eval(k.run(SURROUNDINGS)) for k in (forked, ordinary))  # noqa: S307
    assert ours == theirs


def test_a_relative_or_missing_cwd_is_the_servers(bench, monkeypatch):
    monkeypatch.chdir(bench.folder)
    (bench.folder / "here").mkdir()
    assert bench.start().value("__import__('os').getcwd()") == str(bench.folder)
    kernel = bench.start(cwd="here")
    assert kernel.value("__import__('os').getcwd()") == str(bench.folder / "here")
    (bench.folder / "here" / "beside.py").write_text("WORD = 'found'")
    assert kernel.value("__import__('beside').WORD") == "found"


def test_what_an_import_set_stays_set(bench):
    bench.module("settles", "import os\nos.environ['SET_BY_IMPORT'] = 'yes'\n")
    bench.install(imports=["settles"], env=bench.python_path)
    kernel = bench.start()
    assert kernel.value("__import__('os').environ['SET_BY_IMPORT']") == "yes"


def test_standard_streams_are_where_they_were_asked(bench):
    with (bench.folder / "out").open("wb") as out, (bench.folder / "err").open("wb") as err:
        kernel = bench.start(stdout=out, stderr=err)
    code = "import os, sys\nsys.__stdout__.write('o1\\n'); sys.__stdout__.flush()\n"
    kernel.run(code + "sys.__stderr__.write('e1\\n'); sys.__stderr__.flush()")
    assert kernel.value("__import__('sys').stdin.read()") == ""
    assert kernel.value("__import__('os').readlink('/proc/self/fd/0')") == os.devnull
    assert kernel.run("!echo to the cell").strip() == "to the cell"
    kernel.process.kill()
    kernel.process.wait(timeout=5)
    assert (bench.folder / "out").read_text() == "o1\n"
    assert (bench.folder / "err").read_text() == "e1\n"


def test_standard_streams_can_be_pipes_and_nothing(bench):
    kernel = bench.start(stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    kernel.run("import sys; sys.__stderr__.write('joined'); sys.__stderr__.flush()")
    assert kernel.process.stdout.read(6) == b"joined"
    kernel = bench.start(stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    assert kernel.value("__import__('os').readlink('/proc/self/fd/1')")
    assert kernel.process.stdout is None


def test_a_kernel_holds_no_descriptor_of_the_fork_server_or_of_its_siblings(bench):
    def count(kernel):
        return kernel.value("len(__import__('os').listdir('/proc/self/fd'))")

    first = count(bench.start())
    others = [bench.start() for _ in range(4)]
    assert {count(kernel) for kernel in others} == {first}


def test_the_rest_of_the_house_rules(bench):
    kernel = bench.start()
    assert kernel.value("get_ipython().history_manager.enabled") is False
    assert kernel.value("__import__('gc').isenabled()")
    assert kernel.value("__import__('gc').get_freeze_count()") > 1000
    assert kernel.value("open('/proc/self/oom_score_adj').read()").strip() == "300"
    assert kernel.value("get_ipython().kernel.parent.__class__.__name__") == "IPKernelApp"
    assert kernel.value("get_ipython().parent is get_ipython().kernel")
    names = kernel.value("[t.name for t in __import__('threading').enumerate()]")
    assert "IPythonHistorySavingThread" not in names


def test_the_debugger_knows_the_modules_that_the_start_did_not_walk(bench):
    kernel = bench.start()
    files = "get_ipython().kernel.debugger.kernel_modules"
    assert kernel.value(f"len({files})") > 300
    assert kernel.value(f"any(p.endswith('ipykernel/ipkernel.py') for p in {files})")
    assert kernel.value(
        "__import__('ipykernel.ipkernel').ipkernel.sys is __import__('sys')"
    )


def test_numerical_libraries_have_one_thread(bench):
    pytest.importorskip("numpy")
    bench.install(imports=["numpy"])
    kernel = bench.start()
    before = kernel.value("len(__import__('os').listdir('/proc/self/task'))")
    kernel.run("import numpy; numpy.ones((500, 500)) @ numpy.ones((500, 500))")
    assert kernel.value("len(__import__('os').listdir('/proc/self/task'))") == before


def test_subprocesses_of_a_kernel_have_the_asked_environment(bench):
    env = {**os.environ, "ACADEMY_LEARNER": "her", "OMP_NUM_THREADS": "3"}
    bench.install("three", env={"OMP_NUM_THREADS": "3"})
    kernel = bench.start("three", env=env)
    code = f"!{sys.executable} -c 'import os; print(os.environ[\"OMP_NUM_THREADS\"])'"
    assert kernel.run(code).strip() == "3"
    assert kernel.run("!echo $ACADEMY_LEARNER").strip() == "her"
