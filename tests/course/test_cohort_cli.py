import re

import pytest
from typer.testing import CliRunner

from academy import cli, session
from academy.people import InvitationError, People


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setenv("ACADEMY_DATA", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)

    def say(*words, code=0):
        done = CliRunner().invoke(cli.app, words)
        assert done.exit_code == code, done.output
        return done.output

    return say


@pytest.fixture
def made(run):
    run("cohort", "template")
    run("cohort", "new", "cohort.yml")
    return re.search(r"cohort-[0-9a-f]{8}", run("cohort", "list"))[0]


@pytest.fixture
def people(made):
    store = session.open_store()
    yield People(store)
    store.close()


def test_a_cohort_from_the_template_gives_each_tutor_a_link_that_works(run):
    run("cohort", "template", "mine.yml")
    said = run("cohort", "new", "mine.yml", "--address", "https://academy.example/a")
    code = re.search(r"https://academy\.example/a/join#(\S+)", said)[1]
    store = session.open_store()
    people = People(store)
    joined = people.invitations.join(code, "tia")
    assert people.cohorts.tutors("tia", joined.cohort)
    store.close()


def test_a_template_is_never_written_over_a_file(run, tmp_path):
    (tmp_path / "cohort.yml").write_text("mine")
    assert "is there already" in run("cohort", "template", code=1)
    assert (tmp_path / "cohort.yml").read_text() == "mine"


def test_an_invitation_is_made_shown_and_taken_back(run, made, people):
    code = re.search(r"Ada: \S+join#(\S+)", run("cohort", "invite", made, "Ada"))[1]
    (line,) = [one for one in run("cohort", "show", made).splitlines() if "Ada" in one]
    assert "open until" in line
    assert code not in run("cohort", "show", made)
    run("cohort", "revoke", made, line.split()[0])
    with pytest.raises(InvitationError, match="taken back"):
        people.invitations.find(code)


def test_people_are_paired_by_lot_and_removed_by_name(run, made, people, in_listening):
    for line in run("cohort", "invite", made, "Ada", "Bo").splitlines()[1:]:
        name, link = line.split(": ")
        people.invitations.join(link.rpartition("#")[2], name.lower(), name)
    assert run("cohort", "pair", made).strip() in ("Ada and Bo", "Bo and Ada")
    assert f"02_listening 0 of {in_listening}" in run("cohort", "show", made)
    run("cohort", "remove", made, "Ada")
    assert [one.name for one in people.cohorts.members(made)] == ["Bo"]


def test_a_tutor_can_be_invited_before_there_is_a_cohort(run, people):
    code = run("tutor", "invite", "Tia").rpartition("#")[2].strip()
    people.invitations.join(code, "tia")
    assert people.is_tutor("tia")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("show", "cohort-00000000"), "There is no cohort"),
        (("invite", "cohort-00000000", "Ada"), "There is no cohort"),
        (("remove", "MADE", "Zed"), "Nobody in this cohort is called 'Zed'"),
        (("revoke", "MADE", "invitation-x"), "There is no invitation"),
        (("invite", "MADE", "Ada", "--address", "ftp://x"), "begins with https://"),
    ],
)
def test_what_is_not_there_is_told_in_one_sentence(run, made, words, told):
    said = run("cohort", *[made if one == "MADE" else one for one in words], code=1)
    assert told in said
    assert said.strip().count("\n") == 0
