"""The same module in JupyterLab, into the same store as the Academy's pages."""

import contextlib
import json
import time
import urllib.request

import psutil
import pytest
from jupyterlab import TOKEN, running
from looking import LISTENING, exercises_open
from playwright.sync_api import TimeoutError as TooLong

pytestmark = pytest.mark.browser


@pytest.fixture
def lab(own_quick, free_port):
    with running(own_quick, free_port) as made:
        yield made


def run_all(notebook, url):
    """Run the notebook and return its first exercise.

    JupyterLab shows a notebook before its kernel is there, calls it idle, and runs
    nothing when asked; so the kernel has to be there, and this page at its other end.
    """
    for _ in range(600):
        with urllib.request.urlopen(f"{url}/api/kernels?token={TOKEN}", timeout=30) as said:
            kernels = json.load(said)
        if any(k["connections"] and k["execution_state"] == "idle" for k in kernels):
            break
        time.sleep(0.1)
    # A toolbar that is short of room keeps it where it is not seen.
    name = notebook.locator(".jp-Toolbar-kernelName", has_text="Python")
    name.first.wait_for(state="attached")
    scene = notebook.locator(".ac-reply").first
    for _ in range(4):
        notebook.get_by_text("Run", exact=True).first.click()
        notebook.get_by_text("Run All Cells", exact=True).click()
        with contextlib.suppress(TooLong):
            scene.wait_for(timeout=30_000)
            break
    scene.wait_for(timeout=1_000)
    return scene


def test_an_exercise_works_in_jupyterlab_and_both_ways_share_one_store(
    own_quick, lab, visit
):
    # The owner begins in the Academy's page ...
    page = visit(own_quick.url, own_quick.owners_door().removeprefix(own_quick.url))
    page.goto(own_quick.url + LISTENING)
    exercises_open(page)
    page.locator(".ac-reflection textarea").first.fill("Begun in a page.")
    page.locator(".ac-reflection .ac-saved[data-state=kept]").wait_for()

    # ... and goes on in JupyterLab.
    notebook = visit(lab.url, f"/lab/tree/02_listening/module.ipynb?token={TOKEN}")
    notebook.get_by_role("heading", name="Listening", exact=True).wait_for()
    scene = run_all(notebook, lab.url)
    below = psutil.Process(lab.process.pid).children(recursive=True)
    commands = [" ".join(one.cmdline()) for one in below]
    assert not any("ipykernel_launcher" in one for one in commands)  # it was forked
    scene.scroll_into_view_if_needed()
    scene.get_by_role("radio").first.check()
    scene.get_by_role("button", name="Say this").click()
    scene.locator(".ac-tried li").wait_for()
    scene.locator(".ac-saved[data-state=kept]").wait_for()

    owner = (own_quick.data / "owner").read_text()
    store = own_quick.store()
    (record,) = store.read(what="response")
    assert record.learner == owner
    draft = store.drafts(learner=owner, exercise="02_listening/a_conversation")[0]
    assert "Begun in a page." in str(draft.body)
    store.close()

    page.reload()
    exercises_open(page)
    assert page.locator(".ac-tried li").count() == 1
