import pytest

from academy_widgets.exercise import Basis

HEAD = {
    "title": "A title",
    "qualities": ["deep_relational_work"],
    "source": "Written for the tests.",
    "basis": Basis(study="s", size="b", certainty="c", limits="l"),
}


@pytest.fixture
def head():
    return HEAD
