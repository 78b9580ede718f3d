"""A learner's words are there again, whatever happened in between."""

import os
import signal
import sqlite3

import psutil
import pytest
from looking import LISTENING, exercises_open, saved

pytestmark = pytest.mark.browser


def box(page):
    return page.locator(".ac-reflection textarea").first


def processes_of(served):
    """Return the ids of all processes that one server has started."""
    return {one.pid for one in psutil.Process(served.process.pid).children(recursive=True)}


def test_a_reload_and_a_new_tab_find_half_written_words(served, visit):
    page = visit(served.url, LISTENING)
    exercises_open(page)
    box(page).fill("Half a sentence that")
    page.locator(".ac-code input").first.check()
    saved(page)
    page.reload()
    exercises_open(page)
    assert box(page).input_value() == "Half a sentence that"
    assert page.locator(".ac-code input").first.is_checked()
    tab = visit(served.url, LISTENING, context=page.context)
    exercises_open(tab)
    assert box(tab).input_value() == "Half a sentence that"


def test_words_typed_just_before_a_reload_are_not_lost(served, visit):
    page = visit(served.url, LISTENING)
    exercises_open(page)
    page.on("dialog", lambda dialog: dialog.accept())
    box(page).fill("The very last words")
    page.reload()
    exercises_open(page)
    assert box(page).input_value() == "The very last words"


def test_two_learners_do_not_see_each_others_words(served, visit):
    one, other = visit(served.url, LISTENING), visit(served.url, LISTENING)
    exercises_open(one)
    box(one).fill("Mine alone")
    saved(one)
    exercises_open(other)
    other.reload()
    exercises_open(other)
    assert box(other).input_value() == ""


def test_a_killed_kernel_loses_nothing(own_served, visit):
    exercises_open(visit(own_served.url, LISTENING))  # what is there before any kernel
    before = processes_of(own_served)
    page = visit(own_served.url, LISTENING)
    exercises_open(page)
    box(page).fill("Before.")
    saved(page)
    for kernel in processes_of(own_served) - before:
        os.kill(kernel, signal.SIGKILL)
    box(page).fill("Before. And after the kernel died.")
    if own_served.mode == "plain":
        # The page is told so, and finds its words when it is loaded again.
        page.get_by_role("alert").get_by_text("Not saved").wait_for()
        assert page.locator("#kept").inner_text() == "Not saved"
        page.on("dialog", lambda dialog: dialog.accept())
        page.reload()
        exercises_open(page)
    else:
        # A new kernel has taken its place before anybody notices.
        saved(page)
    assert box(page).input_value() == "Before. And after the kernel died."
    saved(page)
    page.reload()
    exercises_open(page)
    assert box(page).input_value() == "Before. And after the kernel died."


def test_a_restarted_server_finds_everything(own_served, visit):
    page = visit(own_served.url, LISTENING)
    exercises_open(page)
    page.locator(".ac-reply input").first.check()
    page.get_by_role("button", name="Say this").first.click()
    page.locator(".ac-tried li").wait_for()
    box(page).fill("Before the server went.")
    saved(page)
    own_served.stop(signal.SIGKILL)
    own_served.start()
    page.reload()
    exercises_open(page)
    assert box(page).input_value() == "Before the server went."
    assert page.locator(".ac-tried li").count() == 1


def test_a_store_that_cannot_take_words_says_so_and_takes_them_later(own_served, visit):
    page = visit(own_served.url, LISTENING)
    exercises_open(page)
    lock = sqlite3.connect(own_served.data / "academy.db")
    lock.execute("BEGIN EXCLUSIVE")
    box(page).fill("Written while it was locked.")
    page.get_by_role("alert").get_by_text("another program holds").wait_for()
    assert box(page).input_value() == "Written while it was locked."
    lock.rollback()
    lock.close()
    page.get_by_role("button", name="Try again").click()
    saved(page)
    page.reload()
    exercises_open(page)
    assert box(page).input_value() == "Written while it was locked."
