import re

import pytest

from academy import content, paths, sources

MODULES = [one.id for one in content.load_course().modules]


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("(Kluger, doi:10.1007/s10869-023-09897-5).", "doi.org/10.1007/s10869-023-09897-5"),
        ("doi:10.1111/j.0956-7976.2005.01559.x, read", "10.1111/j.0956-7976.2005.01559.x"),
        ("doi:10.1016/S0140-6736(05)66912-7.", "doi.org/10.1016/S0140-6736(05)66912-7"),
        ("(2012, doi:10.1177/1088868311417243): 65", "10.1177/1088868311417243"),
        ("table 3 of PMC9461167.", "pmc.ncbi.nlm.nih.gov/articles/PMC9461167/"),
    ],
)
def test_what_is_cited_can_be_opened(text, link):
    html = sources.linked(text)
    (found,) = re.findall('href="https://([^"]+)"', html)
    assert found.endswith(link)
    assert re.sub("<[^>]+>", "", html) == text


def test_what_stands_around_it_is_text():
    html = sources.linked('<img src=x onerror="y"> doi:10.1/<script>')
    assert "<img" not in html
    assert "<script" not in html


@pytest.mark.parametrize("id", MODULES)
def test_every_study_that_a_module_cites_is_listed_in_its_design(id):
    folder = paths.content() / "modules" / id
    cited = (folder / "module.ipynb").read_text("utf-8")
    cited += (folder / "GUIDE.md").read_text("utf-8")
    cited += " ".join(
        " ".join([one.source, *one.basis.model_dump().values()])
        for one in content.in_order(id)
    )
    listed = re.findall('href="https://([^"]+)"', sources.listed(id))
    for prefix, number in re.findall(
        r"doi(:|\.org/)(10\.[^\s\"\\,;]*[^\s\"\\,;:.)])", cited
    ):
        assert any(one.endswith(number) for one in listed), (prefix, number)


def test_a_module_without_a_design_lists_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "content", lambda: tmp_path)
    assert sources.listed("09_new") is None
    design = tmp_path / "modules" / "09_new" / "DESIGN.md"
    design.parent.mkdir(parents=True)
    design.write_text("# New\n\n## Sources of trouble\n\nNone.\n")
    assert sources.listed("09_new") is None
    design.write_text("# New\n\n## Sources\n\n- One\n\n## After\n\n- Two\n")
    assert "One" in sources.listed("09_new")
    assert "Two" not in sources.listed("09_new")
