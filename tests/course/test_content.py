import pytest

from academy import content
from academy.content import COURSE, ContentError
from academy_widgets.kinds import EXERCISE


def written(tmp_path, text, name="m/x.yml"):
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_the_course_loads_and_every_module_has_its_folder():
    course = content.load_course()
    root = content.paths.content()
    for module in course.modules:
        assert (root / "modules" / module.id / "module.ipynb").is_file()


def test_a_mistake_is_told_with_file_line_key_path_and_what_is_allowed(tmp_path):
    path = written(
        tmp_path,
        "kind: reply\nid: m/x\nreplies:\n  - id: a\n    move: shouting\n",
    )
    found = content.mistakes(EXERCISE, path)
    told = {error.where: error.what for error in found}
    assert "line 5, replies.0.move" in told
    assert "'reflection'" in told["line 5, replies.0.move"]
    assert "shouting" in told["line 5, replies.0.move"]
    assert all(error.file == path for error in found)


def test_every_mistake_is_told_at_once(tmp_path):
    path = written(tmp_path, "kind: reply\nid: m/x\n")
    missing = {error.where.split(", ")[1] for error in content.mistakes(EXERCISE, path)}
    assert {"title", "source", "basis", "scene", "replies"} <= missing


def test_an_unknown_kind_names_those_there_are(tmp_path):
    path = written(tmp_path, "kind: shout\nid: m/x\n")
    (error,) = content.mistakes(EXERCISE, path)
    assert "'reply'" in error.what


def test_broken_yaml_is_told_with_its_line(tmp_path):
    path = written(tmp_path, "kind: reply\nid: [m/x\n")
    (error,) = content.mistakes(EXERCISE, path)
    assert "line" in error.where
    assert "not YAML" in error.what


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(ContentError, match="there is no such file"):
        content.load(COURSE, tmp_path / "course.yml")


def test_an_id_must_be_its_files_name(tmp_path):
    modules = content.paths.content() / "modules"
    text = next(modules.glob("*/*.yml")).read_text(encoding="utf-8")
    path = written(tmp_path, text, "m/elsewhere.yml")
    with pytest.raises(ContentError, match="must be 'm/elsewhere'"):
        content.load_exercise(path)


def test_an_unknown_key_is_refused(tmp_path):
    text = (content.paths.content() / "course" / "course.yml").read_text("utf-8")
    path = written(tmp_path, text + "\ncolour: blue\n", "m/course.yml")
    (error,) = content.mistakes(COURSE, path)
    assert "colour" in error.where
