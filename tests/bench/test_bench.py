import json
import random
import sys
import urllib.error
import urllib.request
import xml.etree.ElementTree as ET

import pytest
from academy_bench import (
    ballots,
    capacity,
    coach,
    dragging,
    exercises,
    neighbours,
    picture,
    power,
    pyramids,
    report,
    targets,
    writing,
)
from academy_bench.contenders import Academy, StockVoila
from academy_bench.figures import NOTHING, plain, ranged, ratio, spread, with_p95
from academy_bench.floor import page
from academy_bench.floors import Static
from academy_bench.module import Module
from academy_bench.opening import Opens, Visit
from academy_bench.report import Result
from academy_bench.sessions import Level
from launching import NotStarted, a_free_port, launch

from academy_widgets.accumulate.pyramid import ends
from academy_widgets.accumulate.setup import Setup
from academy_widgets.votes.counting import power as votes

SVG = "{http://www.w3.org/2000/svg}"


def a_result(name, interactive, session):
    visits = [
        Visit(interactive=one, answered=one + 50, requests=3, bytes=170_000)
        for one in interactive
    ]
    lost = Visit(interactive=9e9, trouble="it never opened")
    level = Level(10, opened=10, kernels=session, opens_per_second=4)
    return Result(name, opens=Opens(cold=[*visits, lost]), levels=[level])


@pytest.fixture
def results():
    return [
        a_result("academy", [400, 500, 450], 12),
        a_result("stock voila", [2000, 2700, 2250], 48),
        Result("marimo", failed="could not be installed"),
        a_result("static page", [100, 90, 110], 0),
    ]


def cells(table):
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in table.splitlines()]
    return {row[0]: row[1:] for row in rows}


def test_spread_is_the_median_with_the_least_the_greatest_and_the_95th_percentile():
    numbers = list(range(1, 102))
    random.Random(7).shuffle(numbers)
    found = spread([*numbers, None])
    assert (found.median, found.least, found.greatest) == (51, 1, 101)
    assert (found.p95, found.count) == (96, 101)
    assert spread([1, 2]).median == 1.5
    assert spread([None]) is None


def test_numbers_are_written_with_the_figures_worth_reading():
    assert plain(2686.4) == "2,686"
    assert plain(0.66) == "0.7"
    assert plain(None) == NOTHING
    assert ranged(spread([10.2, 30, 20])) == "20 (10–30)"
    assert ranged(spread([5, 5])) == "5"
    assert with_p95(spread([10, 20])) == "15 (95 %: 20)"
    assert ratio(450, 2250) == "0.20 ×"
    assert ratio(450, 0) == ratio(None, 3) == NOTHING


def test_the_table_tells_medians_of_the_visits_that_worked(results):
    told = cells(report.table(results))
    assert told["**first interactive widget, ms**"] == [
        "450 (400–500)",
        "2,250 (2,000–2,700)",
        "failed",
        "100 (90–110)",
    ]
    assert told["visits that worked"] == ["3 of 4", "3 of 4", "failed", "3 of 4"]
    assert told["**memory a session at 10, MB**"][0] == "12"
    assert "marimo: could not be installed" in report.notes(results)
    assert "academy: it never opened" in report.notes(results)


def test_ratios_are_against_stock_voila_and_the_floor(results):
    told = cells(report.ratios(results))
    assert told["first interactive widget, against stock voila"][0] == "0.20 ×"
    assert told["first interactive widget, against static page"][0] == "4.50 ×"
    assert told["memory a session at 10, against stock voila"][0] == "0.25 ×"


def test_a_level_that_was_not_reached_is_no_number(results):
    results[1].levels.append(Level(100, opened=64, kernels=48, trouble="Lost: gone"))
    told = cells(report.table(results))
    assert told["**memory a session at 10 / 100, MB**"][1] == "48 / Lost: gone"
    assert report.common_level(results) == 10


def test_the_picture_has_a_bar_for_each_number_and_says_them_in_words(results):
    drawn = picture.panels(results)
    text = picture.svg("Opening <a> module", "3 opens each", drawn)
    root = ET.fromstring(text)  # noqa: S314  our own words
    assert root.find(f"{SVG}title").text == "Opening <a> module"
    assert "academy 450" in root.find(f"{SVG}desc").text
    bars = [one for one in root.iter(f"{SVG}rect") if "bar" in one.get("class")]
    assert len(bars) == sum(len(panel.bars) for panel in drawn)
    assert float(bars[0].get("width")) == pytest.approx(
        float(bars[1].get("width")) * 450 / 2250, abs=0.1
    )
    assert "prefers-color-scheme: dark" in text


def test_the_floor_holds_the_module_and_its_first_scene():
    module = Module()
    assert module.scene["kind"] == "reply"
    assert page(module).count('type="radio"') == len(module.scene["replies"])
    assert "One small thing before next time" in page(module)


def test_ours_can_be_served_another_way():
    other = Academy(Module(), "academy (plain)", "--plain")
    assert other.command()[-1] == "--plain"
    assert "--plain" not in StockVoila(Module()).command()
    assert Module().scene["replies"][0]["then"].split()[0] in other.probe()


def verdicts(results, crowd=None):
    return {one.what: one.verdict for one in targets.targets(results, crowd)}


def full(name, interactive, session, load, rate):
    made = a_result(name, interactive, session)
    made.opens.cold[0].repeats = [6, 6, 6]
    made.levels.append(
        Level(
            *(100, 100),
            kernels=session,
            opens_per_second=rate,
            loaded=[load],
            answers_per_second=rate,
        )
    )
    return made


def test_each_target_says_whether_it_is_met(results):
    results[0] = full("academy", [400, 500, 450], 8.9, 17, 24)
    results[1] = full("stock voila", [2000, 2700, 2250], 48, 60, 2)
    results[2] = a_result("marimo", [1700], 1)
    told = verdicts(results)
    assert told["first interactive widget, against static page"] == "MISSED"  # 4.5 times
    assert told["first interactive widget, stock against ours"] == "met"  # 5 times
    assert told["first interactive widget, best peer (marimo) against ours"] == "MISSED"
    assert told["click to answer at 100, against stock"] == "met"
    assert told["click to answer at 100, against our own idle"] == "met"
    assert told["memory a session at 100, against stock"] == "met"
    assert told["memory a session at 100, before it is looked at"] == "met"
    assert told["opens a second, 100 sessions, against stock"] == "met"
    assert told["1,000 open pages, 300 with a live kernel"] == "not measured"
    assert told["requests a page"] == "met"
    table = targets.table(targets.targets(results, None))
    assert "4.50 × (450 to 100)" in table


def test_a_target_whose_other_side_is_missing_is_not_measured(results):
    told = verdicts([results[0]])
    assert told["first interactive widget, stock against ours"] == "not measured"
    assert told["requests a page"] == "met"


def test_the_first_answer_is_held_against_the_floors_first_widget(results):
    results[0] = a_result("academy", [85], 8)  # answered after 135 ms
    told = verdicts(results)
    assert told["first answer, against the static page's first widget"] == "met"


def test_one_error_among_many_pages_is_a_miss():
    crowd = capacity.Capacity(1000, 300, read=700, live=300, read_mb=0.1)
    what = "1,000 open pages, 300 with a live kernel"
    assert verdicts([], crowd)[what] == "met"
    crowd.errors = {"Lost: gone": 1}
    assert verdicts([], crowd)[what] == "MISSED"
    assert "1 × Lost: gone" in writing.crowd(crowd)
    assert verdicts([], capacity.Capacity(1000, 300, read=700, live=299))[what] == "MISSED"


def test_a_server_that_could_not_be_filled_has_no_memory_to_tell():
    told = verdicts([], capacity.Capacity(1000, 300, errors={"it did not start": 1}))
    assert told["1,000 open pages, 300 with a live kernel"] == "MISSED"
    assert told["memory of a page only read"] == "not measured"


@pytest.mark.parametrize(
    ("heard", "verdict"), [(0.3, "met"), (5.1, "MISSED"), (None, "not measured")]
)
def test_the_coachs_time_stands_among_the_targets(tmp_path, heard, verdict):
    about = {"opens": 3, "machine": "two cores", coach.ROW: heard}
    text = writing.write(tmp_path, [], about, None)
    row = next(line for line in text.splitlines() if line.startswith(f"| {coach.ROW}"))
    assert "at most 5 ms" in row
    assert verdict in row


def test_the_coach_is_timed_on_what_it_had_not_learnt_from():
    assert coach.an_utterance() > 0


@pytest.mark.parametrize(
    ("took", "verdict"), [([0.3] * 9, "met"), ([0.3, 17], "MISSED"), ([], "not measured")]
)
def test_a_boards_frames_stand_among_the_targets(tmp_path, took, verdict):
    about = {"opens": 3, "machine": "two cores"}
    about |= neighbours.told({"took": took, "between": [16.7] * len(took)})
    text = writing.write(tmp_path, [], about, None)
    rows = [line for line in text.splitlines() if neighbours.ROW in line]
    assert "at most 17 ms" in rows[0]
    assert verdict in rows[0]


def test_a_large_town_is_timed_until_it_settles():
    assert neighbours.a_run() > 0


@pytest.mark.parametrize(
    ("took", "verdict"), [(310.5, "met"), (1200, "MISSED"), (None, "not measured")]
)
def test_a_large_maps_times_stand_among_the_targets(tmp_path, took, verdict):
    about = {"opens": 3, "machine": "two cores"} | dict.fromkeys(power.ROWS, took)
    text = writing.write(tmp_path, [], about, None)
    for name in power.ROWS:
        row = next(line for line in text.splitlines() if line.startswith(f"| {name}"))
        assert "at most 1,000 ms" in row
        assert verdict in row


@pytest.mark.parametrize(("between", "verdict"), [(16.7, "met"), (33.3, "MISSED")])
def test_frames_of_a_drag_stand_among_the_targets(tmp_path, between, verdict):
    about = {"opens": 3, "machine": "two cores"}
    about |= dragging.told({"took": [0.4], "between": [between] * 9, "ties": 21})
    text = writing.write(tmp_path, [], about, None)
    row = next(one for one in text.splitlines() if one.startswith(f"| {dragging.ROW}"))
    assert "at most 17 ms" in row
    assert verdict in row


def test_a_large_map_is_arranged_and_counted():
    assert all(took > 0 for took in power.took().values())


def test_a_run_can_be_written_again_from_what_it_kept(results, tmp_path):
    about = {"opens": 3, "machine": "two cores"}
    crowd = capacity.Capacity(9, 3, read=6, live=3, answers=[4.0])
    text = writing.write(tmp_path, results, about, crowd)
    kept = (tmp_path / "results.json").read_text()
    again = writing.loaded(json.loads(kept))
    assert writing.write(tmp_path, *again) == text
    assert (tmp_path / "results.json").read_text() == kept


class TwoFiles(Static):
    name = "two files"

    def write(self, work):  # noqa: ARG002  its own folder is enough
        self.keep("/", b"<p>here</p>", "text/html")
        self.keep("/a.js", b"1;" * 999, "text/javascript")


@pytest.mark.kernel
def test_a_floor_serves_its_files_compressed_and_nothing_else(tmp_path):
    floor = TwoFiles(Module())
    floor.start(tmp_path)
    try:
        with urllib.request.urlopen(floor.base + "/a.js") as answer:
            assert answer.headers["Content-Encoding"] == "gzip"
            assert "immutable" in answer.headers["Cache-Control"]
            assert len(answer.read()) < 100
        with pytest.raises(urllib.error.HTTPError):
            urllib.request.urlopen(floor.base + "/index.json")
    finally:
        floor.stop()


def test_a_server_that_ends_instead_of_starting_says_why(tmp_path):
    def ready():
        raise OSError

    words = [sys.executable, "-c", "print('no room'); raise SystemExit(1)"]
    with pytest.raises(NotStarted, match="no room"):
        launch(words, tmp_path / "log", ready, env={})
    assert a_free_port() > 1023


def test_the_loop_beside_the_pyramid_is_the_same_model():
    setup = Setup(levels=(60, 40, 20), bias=4)
    *_, ours = ends(setup, 1, 400)
    looped = pyramids.one_by_one(setup, random.Random(1), 400)
    assert looped == pytest.approx(ours.others.mean(axis=0), abs=2.5)


def test_looking_at_every_group_finds_what_counting_finds():
    for weights, quota in (([4, 4, 4, 2, 2, 1], 12), ([50, 49, 1], 51), ([3, 0, 2], 3)):
        assert ballots.by_looking(weights, quota) == list(votes(weights, quota).swings)


def test_the_exercises_alone_are_written_with_what_they_may_take(tmp_path):
    found = dict.fromkeys(exercises.BUDGETS, 3.0) | {coach.ROW: 9.0, ballots.ROW: "19"}
    shown = targets.table(targets.of_exercises(found))
    text = exercises.write(tmp_path, shown, found)
    row = next(line for line in text.splitlines() if line.startswith(f"| {coach.ROW}"))
    assert "MISSED" in row
    assert f"- {ballots.ROW}: 19" in text
    assert text in (tmp_path / "exercises.md").read_text()
