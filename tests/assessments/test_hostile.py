import re
import shutil
from html.parser import HTMLParser

import nbformat
import pytest
from nbformat import v4
from nbgrader.server_extensions.formgrader.formgrader import FormgradeExtension

from academy.assessment import config
from academy.assessment.delivery import deliver
from academy.assessment.marking import exporter

ANN = "learner-ann"

HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    "[x](javascript:alert(1))",
    "[x]( JaVaScRiPt&#58;alert(1))",
    "![x](https://elsewhere.example/pixel.png)",
    "![x](attachment:none.png)",
    "</pre><img src=x onerror=alert(1)><pre>",
    "$$</pre>\n\n<img src=x onerror=alert(1)>$$",
    "\\begin{a}\n\n<svg onload=alert(1)>\n\\end{a}",
    "```html\n<img src=x onerror=alert(1)>\n```\n\n<b onclick=alert(1)>",
    "&lt;img src=x onerror=alert(1)&gt;",
    "{{ 7 * 7 }} {% raw %}<i>",
    "<https://elsewhere.example>",
    "https://elsewhere.example",
]


FORMGRADERS_OWN = [("span", f"toggle_name({way});") for way in ("true", "false")]


class Live(HTMLParser):
    """What in a page would act, or call somewhere."""

    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        for name, value in attrs:
            url = re.sub(r"\s", "", value or "").lower()
            away = url.startswith(("http:", "https:", "//", "javascript:", "data:"))
            if (tag, value) in FORMGRADERS_OWN:
                continue
            if name.startswith("on") or (name in ("src", "href") and away):
                self.found.append((tag, name, value))
        if tag in ("img", "svg", "iframe", "object"):
            self.found.append((tag,))


def pages(course):
    """What nbgrader shows the tutor, and what it writes as feedback."""
    file = config.course_root() / "autograded" / ANN / "small" / "reflection.ipynb"
    about = {"base_url": "", "index": 0, "total": 1, "submission_id": "s"}
    formgrader = exporter(FormgradeExtension().build_extra_config())
    shown, _ = formgrader.from_filename(str(file), resources=about)
    api = course.desk.api
    assert api.generate_feedback("small", ANN)["success"]
    return {"formgrader": shown, "feedback": course.feedback(ANN)}


def test_an_answer_is_shown_as_the_words_that_were_typed(course):
    text = "\n\n".join(HOSTILE)
    course.hand_in(ANN, what=text, next="Calm.")
    course.desk.collect("small")

    for name, page in pages(course).items():
        assert Live(page).found == [], name
        shown = re.findall(r"<pre style.*?</pre>", page, flags=re.DOTALL)[0]
        assert _words(shown) == text, name


@pytest.mark.parametrize("text", HOSTILE)
def test_each_alone_at_the_start_is_harmless(course, text):
    course.hand_in(ANN, what=text, next=f"Words, then {text}")
    course.desk.collect("small")
    for page in pages(course).values():
        assert Live(page).found == []


def test_nothing_is_loaded_from_anywhere_else(course):
    course.hand_in(ANN, what="Calm.", next="Calm.")
    course.desk.collect("small")
    for page in pages(course).values():
        assert Live(page).found == []
        assert "cdnjs" not in page
        assert "MathJax.Hub.Config" not in page


def test_code_in_an_answer_is_text(course, tmp_path):
    proof = tmp_path / "ran"
    course.hand_in(ANN, what=f"open({str(proof)!r}, 'w')", next=f"!touch {proof}")
    course.desk.collect("small")
    assert not proof.exists()


def smuggle(course, *cells):
    """Put cells into a submission behind the Academy's back, and nbgrader's own tools on.

    What the Academy makes ready, it makes of the words in the store; so this is for those
    who type `nbgrader collect` and `nbgrader autograde` themselves.
    """
    course.hand_in(ANN, what="Calm.", next="Calm.")
    deliver(course.store)
    file = config.inbound() / course.submitted()[0] / "reflection.ipynb"
    notebook = nbformat.read(file, as_version=4)
    notebook.cells[0].source = "<img src=x onerror=alert(1)>"
    notebook.cells += cells
    notebook.metadata["title"] = "</title><script>alert(1)</script>"
    nbformat.write(notebook, file)
    return file


def by_hand(course):
    """Collect and autograde with nbgrader's own tools, set up as ours."""
    for step in ("submitted", "autograded"):
        shutil.rmtree(config.course_root() / step / ANN)
    assert course.desk.api.collect("small")["success"]
    return course.desk.api.autograde("small", ANN)["success"]


def test_code_smuggled_into_a_submitted_notebook_does_not_run(course, tmp_path):
    proof = tmp_path / "ran"
    smuggle(course, v4.new_code_cell(f"open({str(proof)!r}, 'w').write('ran')"))
    assert by_hand(course)
    assert "ran" in pages(course)["formgrader"]
    assert not proof.exists()


def test_cells_smuggled_into_a_submitted_notebook_are_harmless(course):
    evil = "<img src=x onerror=alert(1)>"
    answer = {"grade": True, "solution": True, "locked": False, "points": 3}
    more = {"task": False, "schema_version": 3, "cell_type": "markdown"}
    copied = {"nbgrader": answer | more | {"grade_id": "what"}}
    smuggle(
        course,
        v4.new_raw_cell(evil),
        v4.new_raw_cell(evil, metadata={"raw_mimetype": "text/html"}),
        v4.new_markdown_cell(evil, metadata={"tags": ['"><script>']}),
        v4.new_markdown_cell(evil, metadata=copied),
        v4.new_markdown_cell("![x](attachment:a.svg)", attachments={"a.svg": {}}),
        v4.new_code_cell(
            "1",
            outputs=[v4.new_output("display_data", {"text/html": "<svg onload=a()>"})],
        ),
    )
    assert by_hand(course)
    for name, page in pages(course).items():
        assert Live(page).found == [], name
        assert "<script>alert" not in page


def test_an_answer_cell_dressed_up_as_a_locked_one_is_refused(course):
    file = smuggle(course)
    notebook = nbformat.read(file, as_version=4)
    notebook.cells[2].metadata.nbgrader.update(solution=False, locked=True)
    notebook.cells[2].source = "<img src=x onerror=alert(1)>"
    nbformat.write(notebook, file)
    assert not by_hand(course)
    assert not (config.course_root() / "autograded" / ANN / "small").exists()


def test_what_is_smuggled_into_the_exchange_is_never_made_ready(course):
    smuggle(course, v4.new_markdown_cell("<img src=x onerror=alert(1)>"))
    shutil.rmtree(config.course_root() / "autograded")
    assert course.desk.collect("small").new == 1
    for page in pages(course).values():
        assert Live(page).found == []
        assert "onerror" not in page


def _words(html):
    found = []
    reader = HTMLParser()
    reader.handle_data = found.append
    reader.feed(html)
    return "".join(found)
