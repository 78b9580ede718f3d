import json
import os
import subprocess
import sys

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

# In a process of its own: a shell is one to a process, and so are widgets.
RUN = """
import json, sys
from IPython.core.interactiveshell import InteractiveShell
from voila_snapshot.rehearsal import prepare
shell = InteractiveShell.instance()
told = prepare(shell, json.loads(sys.argv[1]))
print(json.dumps(told))
"""


@pytest.fixture
def rehearse(tmp_path):
    def run(*sources, env=None, **options):
        cells = [new_markdown_cell("# Prose"), *map(new_code_cell, sources)]
        path = tmp_path / "nb" / "module.ipynb"
        path.parent.mkdir(exist_ok=True)
        nbformat.write(new_notebook(cells=cells), path)
        options |= {"notebook": str(path), "env": env or {}}
        done = subprocess.run(
            [sys.executable, "-c", RUN, json.dumps(options)],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            return done.stderr
        return json.loads(done.stdout)

    return run


def outputs(told, number):
    return told["notebook"]["cells"][number]["outputs"]


def test_outputs_are_those_of_a_notebook(rehearse):
    told = rehearse(
        "import sys\nprint('one')\nprint('two')\nprint('bad', file=sys.stderr)\n41 + 1",
        "from IPython.display import HTML, display\ndisplay(HTML('<b>x</b>'));\n7;",
        "x = 1",
    )
    stream, error, result = outputs(told, 1)
    assert (stream["name"], stream["text"]) == ("stdout", "one\ntwo\n")
    assert error["name"] == "stderr"
    assert result["data"]["text/plain"] == "42"
    (shown,) = outputs(told, 2)
    assert shown["data"]["text/html"] == "<b>x</b>"
    assert outputs(told, 3) == []


def test_widgets_are_told_with_their_states(rehearse):
    told = rehearse("import ipywidgets\nipywidgets.IntSlider(7, description='how far')")
    (shown,) = outputs(told, 1)
    model = shown["data"]["application/vnd.jupyter.widget-view+json"]["model_id"]
    assert told["states"][model]["state"]["value"] == 7
    assert told["states"][model]["model_name"] == "IntSliderModel"


def test_widgets_have_the_same_ids_at_each_rehearsal(rehearse):
    source = "import ipywidgets\nipywidgets.HBox([ipywidgets.Button()])"
    assert rehearse(source)["states"] == rehearse(source)["states"]


def test_cells_run_where_the_notebook_is_with_what_is_set_for_them_alone(rehearse):
    told = rehearse(
        "import os; print(os.getcwd(), os.environ['WHO'])", env={"WHO": "nobody"}
    )
    assert outputs(told, 1)[0]["text"].split()[0].endswith(f"{os.sep}nb")
    assert outputs(told, 1)[0]["text"].split()[1] == "nobody"


def test_a_failing_cell_is_told_with_its_place(rehearse):
    assert "module.ipynb, cell 3: ZeroDivisionError" in rehearse("1", "1 / 0")


def test_a_hook_can_warm_up_what_the_cells_have_made(rehearse, tmp_path):
    (tmp_path / "nb").mkdir()
    (tmp_path / "nb" / "warming.py").write_text(
        "made = []\ndef up():\n    made[0].description = 'warm'\n"
    )
    told = rehearse(
        "import ipywidgets, warming\nslider = ipywidgets.IntSlider()",
        "warming.made.append(slider)",
        warm_up="warming:up",
    )
    assert "warm" in {one["state"].get("description") for one in told["states"].values()}
