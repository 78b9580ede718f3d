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


def own_words(page):
    """Return the box of the first scene, once it is invited."""
    scene = page.locator(".ac-reply").first
    if not scene.locator(".ac-tried li").count():
        scene.get_by_role("radio").first.check()
        scene.get_by_role("button", name="Say this").click()
        scene.locator(".ac-tried li").wait_for()
        saved(page)
    return scene.get_by_role("textbox")


def test_two_tabs_write_the_same_answer_and_neither_is_lost(served, visit):
    one = visit(served.url, LISTENING)
    exercises_open(one)
    own_words(one).fill("Before both.")
    saved(one)
    two = visit(served.url, LISTENING, context=one.context)
    exercises_open(two)
    own_words(two).fill("Written in the second tab.")
    saved(two)
    own_words(one).fill("Written in the first tab, last.")
    other = one.locator(".ac-version")
    other.get_by_text("Written in the second tab.").wait_for()
    saved(one)

    third = visit(served.url, LISTENING, context=one.context)
    exercises_open(third)
    assert own_words(third).input_value() == "Written in the first tab, last."
    third.locator(".ac-version").get_by_text("Written in the second tab.").wait_for()

    other.get_by_role("button", name="Use that version instead").click()
    other.get_by_text("Written in the first tab, last.").wait_for()
    saved(one)
    assert own_words(one).input_value() == "Written in the second tab."
    own_words(one).fill("Written in the second tab. And on.")
    saved(one)
    assert other.count() == 1
    one.reload()
    exercises_open(one)
    assert own_words(one).input_value() == "Written in the second tab. And on."
    other.get_by_text("Written in the first tab, last.").wait_for()

    one.get_by_role("button", name="Keep my reply").first.click()
    saved(one)
    one.reload()
    exercises_open(one)
    other.get_by_text("Written in the first tab, last.").wait_for()
    other.get_by_role("button", name="Keep what is here").click()
    other.wait_for(state="detached")
    saved(one)
    one.reload()
    exercises_open(one)
    assert own_words(one).input_value() == "Written in the second tab. And on."
    assert other.count() == 0
    assert one.watch.errors == []


def test_an_answer_in_one_tab_leaves_a_draft_in_another_where_it_is(served, visit):
    one = visit(served.url, LISTENING)
    exercises_open(one)
    own_words(one).fill("Before both.")
    saved(one)
    two = visit(served.url, LISTENING, context=one.context)
    exercises_open(two)
    own_words(two).fill("Only a draft, in the second tab.")
    saved(two)
    one.get_by_role("button", name="Keep my reply").first.click()
    one.locator(".ac-version").get_by_text("Only a draft, in the second tab.").wait_for()
    saved(one)
    two.reload()
    exercises_open(two)
    assert own_words(two).input_value() == "Before both."
    two.locator(".ac-version").get_by_text("Only a draft, in the second tab.").wait_for()


def test_words_written_while_the_server_was_dead_come_back_by_a_reload(own_served, visit):
    page = visit(own_served.url, LISTENING)
    exercises_open(page)
    box(page).fill("Kept.")
    saved(page)
    own_served.stop(signal.SIGKILL)
    box(page).fill("Kept. And written to nobody.")
    page.wait_for_timeout(1000)
    own_served.start()
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    exercises_open(page)
    assert box(page).input_value() == "Kept. And written to nobody."
    saved(page)
    assert page.locator(".ac-version").count() == 0  # they are the same words, written on
    page.reload()
    exercises_open(page)
    assert box(page).input_value() == "Kept. And written to nobody."
