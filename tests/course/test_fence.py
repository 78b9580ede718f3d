"""Nothing but `sharing` reads somebody else's words: found by reading the code."""

import ast

import pytest

from academy import paths

OF_OTHERS = {
    "sharing.py": "applies the ladder to what it reads; the only way to others' words",
    "progress.py": "gives on that something was answered, and when, and no words",
    "parting.py": "takes back what was shared, and gives nothing on",
    "peers.py": "that somebody handed in, no word of it; what is written to one by peers",
    "assessment/sendings.py": "what was handed in to a tutor, on its way and back",
    "server/marking_back.py": "when a tutor's answer went back, and no words",
    "assessment/marker.py": "what learners handed in, for tutors of theirs alone",
}
OWN = {
    "keeper.py": "the learner whose kernel this is",
    "handing_in.py": "the same",
    "left.py": "the learner whose page this is",
    "written.py": "all that one learner wrote, for their own page and their export",
    "export.py": "one learner's file",
    "assessment/exports/portfolio.py": "the same, of reflections alone",
    "erasing.py": "one learner's words, on their way out",
    "people_cli.py": "the operator's command about one person",
    "server/me.py": "whoever is here",
    "server/peer_pages.py": "whether whoever is here sent theirs",
    "server/pages.py": "whether whoever is here has words",
    "server/forked.py": "nobody: it warms the store up",
}
"""Who reads the store's records, and whose. A new reader fails until it is here."""


def calls():
    for file in sorted(paths.PACKAGE.rglob("*.py")):
        name = file.relative_to(paths.PACKAGE).as_posix()
        if name.startswith("store/"):
            continue
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                yield name, ast.unparse(node.func.value), node.func.attr


def importers(function):
    for_it = set()
    for file in paths.PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            of_store = isinstance(node, ast.ImportFrom) and node.module == "academy.store"
            if of_store and function in {one.name for one in node.names}:
                for_it.add(file.relative_to(paths.PACKAGE).as_posix())
    return for_it


def test_only_those_named_here_read_the_store():
    readers = {
        name
        for name, of, what in calls()
        if what in ("read", "drafts") and of.split(".")[-1].strip("_") == "store"
    }
    assert readers | importers("by_exercise") == {*OF_OTHERS, *OWN}


@pytest.mark.parametrize("name", ["sharing.read", "written.everything"])
def test_words_are_asked_for_on_these_pages_alone(name):
    module, function = name.split(".")
    askers = {file for file, of, what in calls() if (of, what) == (module, function)}
    expected = {"sharing.read": {"server/member_pages.py", "peers.py"}}
    assert askers <= expected.get(name, {"server/me.py", "export.py"})
    assert askers


def test_a_page_reads_only_the_words_of_whoever_is_here():
    """What a page of the server asks the store for, it asks for its own visitor."""
    for name in (
        "server/me.py",
        "server/peer_pages.py",
        "server/pages.py",
        "server/member_pages.py",
    ):
        tree = ast.parse((paths.PACKAGE / name).read_text("utf-8"))
        asked = [
            ast.unparse(node)
            for node in ast.walk(tree)
            if isinstance(node, ast.Call)
            and ast.unparse(node.func) in ("self.store.read", "written.everything")
        ]
        assert all("self.learner" in one for one in asked), name


def test_nobody_goes_round_the_store_to_its_tables():
    round_it = set()
    for file in paths.PACKAGE.rglob("*.py"):
        name = file.relative_to(paths.PACKAGE).as_posix()
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == "academy.store.tables":
                taken = {one.name for one in node.names}
                if taken & {"records", "drafts", "meta"} and not name.startswith("store/"):
                    round_it.add(name)
    assert round_it == set()
