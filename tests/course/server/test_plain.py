import asyncio
import http.client
import json
import shutil

import nbformat
import psutil
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from academy import paths
from academy.content import in_order
from academy.server.app import TEMPLATES
from academy.server.plain import OneExporter
from jupyter_forkserver import kernelspec

pytestmark = pytest.mark.kernel

MODULE = "/modules/02_listening"
EXERCISES = len(in_order("02_listening"))


def kernel_by(argv, folder):
    """Install a kernelspec `python3` that runs `argv`; return its JUPYTER_PATH."""
    content = kernelspec.kernel_json("python3")
    del content["metadata"]["kernel_provisioner"]
    content["argv"] = argv(content["argv"])
    place = folder / "kernels" / "python3"
    place.mkdir(parents=True)
    (place / "kernel.json").write_text(json.dumps(content))
    return str(folder)


def test_the_prose_is_there_before_the_kernel_is(academy, tmp_path):
    gate = tmp_path / "gate"
    wait = f'until [ -e {gate} ]; do sleep 0.05; done; exec "$0" "$@"'
    path = kernel_by(lambda argv: ["sh", "-c", wait, *argv], tmp_path / "jupyter")
    made = academy(tmp_path / "data", "plain", JUPYTER_PATH=path).start()
    asked = http.client.HTTPConnection("127.0.0.1", made.port, timeout=30)
    asked.request("GET", MODULE)
    answer, text = asked.getresponse(), b""
    while text.count(b"Opening the exercise") < EXERCISES:
        text += answer.read1()
    assert b"kernelId" not in text
    gate.touch()
    text += answer.read()
    assert text.count(b"voila.cell-output") == EXERCISES
    made.stop()


def test_without_a_kernel_the_prose_stays_and_the_reader_is_told(
    academy, learner, tmp_path
):
    path = kernel_by(lambda _: ["false"], tmp_path / "jupyter")
    made = academy(tmp_path / "data", "plain", JUPYTER_PATH=path).start()
    text = learner(made.url).open().text
    assert "the art of" in text.lower() or "listen" in text.lower()
    assert text.count("could not be opened just now") == EXERCISES
    assert "</html>" in text
    assert "Traceback" not in text
    made.stop()


@pytest.fixture
def own_content(tmp_path):
    """A copy of the course, and its notebook, to be changed by the test."""
    content = tmp_path / "content"
    for folder in ("course", "modules"):
        ignored = shutil.ignore_patterns("academy", "__pycache__", "front", "node_modules")
        shutil.copytree(paths.content() / folder, content / folder, ignore=ignored)
    return content / "modules/02_listening/module.ipynb"


def changed(path, cell):
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.insert(1, cell)
    nbformat.write(notebook, path)


def test_a_changed_notebook_is_read_again_and_an_unchanged_one_is_not_spoilt(
    academy, learner, tmp_path, own_content
):
    content = str(own_content.parents[2])
    made = academy(tmp_path / "data", "plain", ACADEMY_CONTENT=content).start()
    before = [learner(made.url).open().text for _ in range(2)]
    changed(own_content, new_markdown_cell("Quite **new** words."))
    after = learner(made.url).open().text
    assert all("Quite <strong>new</strong> words." not in text for text in before)
    assert "Quite <strong>new</strong> words." in after
    for text in (*before, after):
        assert text.count("voila.cell-output") == EXERCISES
    made.stop()


STRANGE = """
import ipywidgets, traitlets

class Strange(ipywidgets.DOMWidget):
    _view_module = traitlets.Unicode("strange").tag(sync=True)
    _view_name = traitlets.Unicode("StrangeView").tag(sync=True)

strange = Strange()
"""


def test_a_page_without_a_snapshot_is_still_run_by_a_forked_kernel(
    academy, learner, tmp_path, own_content
):
    changed(own_content, new_code_cell(STRANGE))
    content = str(own_content.parents[2])
    made = academy(tmp_path / "data", ACADEMY_CONTENT=content).start()
    first = learner(made.url).open()  # the fork servers are there when it has its page
    assert first.text.count("voila.cell-output") == EXERCISES
    server = psutil.Process(made.process.pid)
    before = set(server.children(recursive=True))
    learner(made.url).open()
    (kernel,) = set(server.children(recursive=True)) - before
    assert "jupyter_forkserver.server" in kernel.cmdline()
    log = made.log.read_text()
    assert "served as a plain page: the slim page does not know strange" in log
    assert "forking no kernel" not in log
    made.stop()


def test_one_exporter_serves_many_at_the_same_time():
    exporter = OneExporter(template_paths=[str(TEMPLATES)], template_name="academy")
    exporter.raw_template = (
        "{% for cell in nb.cells %}{% block one scoped %}"
        "{{ cell.source | markdown2html }}|{{ wait() }}{% endblock %}{% endfor %}"
    )

    async def render(words):
        notebook = new_notebook(cells=[new_markdown_cell(word) for word in words])

        async def wait():
            await asyncio.sleep(0)
            return ""

        parts = exporter.generate_from_notebook_node(notebook, {}, {"wait": wait})
        return "".join([part async for part, _ in parts])

    async def both():
        return await asyncio.gather(render("abc"), render("xyb"))

    first, second = asyncio.run(both())
    assert [part.strip() for part in first.split("|")] == [
        *(f"<p>{word}</p>" for word in "abc"),
        "",
    ]
    assert [part.strip() for part in second.split("|")] == [
        *(f"<p>{word}</p>" for word in "xyb"),
        "",
    ]
