import json
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from academy_bench.maps import a_large_map, a_map

from academy_widgets.powermap import graph
from academy_widgets.powermap.map import Look, Map

DATA = Path(__file__).parent / "data"
SMALL = json.loads((DATA / "networks_small.json").read_text("utf-8"))
KARATE = json.loads((DATA / "karate_centralities.json").read_text("utf-8"))
KITE = dict(
    enumerate(
        [
            "Andre",
            "Beverley",
            "Carol",
            "Diane",
            "Ed",
            "Fernando",
            "Garth",
            "Heather",
            "Ike",
            "Jane",
        ]
    )
)

OURS = {
    "degree": "out",
    "degree_c": "out_share",
    "betweenness": "betweenness",
    "betweenness_n16": "betweenness",
    "closeness": "closeness_out",
    "eigenvector": "eigenvector",
    "burt_constraint": "constraint",
}

NETWORKS = {
    "kite": (
        nx.relabel_nodes(nx.krackhardt_kite_graph(), KITE),
        SMALL["krackhardt_kite"],
    ),
    "florentine": (
        nx.florentine_families_graph(),
        SMALL["florentine_marriage_15_nodes_networkx"],
    ),
    "karate": (nx.karate_club_graph(), KARATE),
}


def numbers(made, **look):
    given = Map.model_validate(made)
    found = graph.counted(given, Look(**look))
    return {given.named(id): one for id, one in found.items()}


def of(network, *more):
    return a_map([(a, b) for a, b in network.edges], people=[*network, *more], both=True)


@pytest.mark.parametrize("name", NETWORKS)
def test_numbers_are_the_published_ones_to_the_last_digit(name):
    network, expected = NETWORKS[name]
    found = numbers(of(network))
    for who, row in expected.items():
        ours = {theirs: found[who][OURS[theirs]] for theirs in row if theirs in OURS}
        assert ours == {theirs: value for theirs, value in row.items() if theirs in OURS}


def test_an_isolate_is_counted_in_n():
    expected = SMALL["florentine_marriage_16_nodes_with_Pucci_isolate"]
    found = numbers(of(nx.florentine_families_graph(), "Pucci"))
    assert len(found) == 16
    for who, row in expected.items():
        assert {key: found[who][OURS[key]] for key in row} == row
    assert (found["Pucci"]["eigenvector"], found["Pucci"]["constraint"]) == (None, None)


@pytest.mark.parametrize("weighted", [False, True])
def test_arrows_are_counted_as_networkx_counts_them(weighted):
    given = Map.model_validate(a_large_map(40, 150))
    arrows = nx.DiGraph()
    arrows.add_nodes_from(one.id for one in given.people)
    for tie in given.ties:
        arrows.add_edge(tie.start, tie.to, weight=tie.weight, far=1 / tie.weight)
    weight, far = ("weight", "far") if weighted else (None, None)
    found = graph.counted(given, Look(reading="drawn", weighted=weighted))
    theirs = {
        "betweenness": nx.betweenness_centrality(arrows, weight=far),
        "closeness_in": nx.closeness_centrality(arrows, distance=far),
        "closeness_out": nx.closeness_centrality(arrows.reverse(), distance=far),
        "constraint": nx.constraint(arrows, weight=weight),
        "out": dict(arrows.out_degree(weight=weight)),
        "in": dict(arrows.in_degree(weight=weight)),
    }
    for measure, values in theirs.items():
        assert [one[measure] for one in found.values()] == pytest.approx(
            [values[id] for id in found], abs=6e-5, nan_ok=True
        )
    circle = arrows.subgraph(max(nx.strongly_connected_components(arrows), key=len))
    eigen = nx.eigenvector_centrality_numpy(circle.reverse(), weight=weight)
    assert {id: one["eigenvector"] for id, one in found.items() if id in eigen} == (
        pytest.approx(eigen, abs=6e-5)
    )
    assert {one["eigenvector"] for id, one in found.items() if id not in eigen} <= {None}


def test_an_arrow_is_no_tie_the_other_way():
    found = numbers(a_map([("A", "B"), ("B", "C")]))
    assert (found["A"]["out"], found["A"]["in"]) == (1, 0)
    assert (found["A"]["reach"], found["C"]["reach"]) == (2, 0)
    assert found["B"]["betweenness"] == 0.5  # one of two ordered pairs


def test_who_is_listened_to_or_depended_on_is_the_one_who_moves():
    for sort in ("listens", "depends"):
        made = a_map([("A", "B")], sort=sort)
        assert numbers(made)["B"]["out"] == 1
        assert numbers(made, reading="drawn")["B"]["out"] == 0


def test_ties_that_do_not_count_are_left_out_and_people_are_not():
    made = a_map([("A", "B", {"sort": "decides"}), ("B", "C")])
    found = numbers(made, sorts=("decides",))
    assert [found[who]["out"] for who in "ABC"] == [1, 0, 0]
    assert found["A"]["out_share"] == 0.5


def test_several_ties_one_way_are_one_arrow_as_strong_as_the_strongest():
    for first, then in ((5, 2), (2, 5)):
        one = ("A", "B", {"sort": "decides", "weight": first})
        made = a_map([one, ("A", "B", {"weight": then}), ("B", "C")])
        assert numbers(made)["A"]["out"] == 1
        assert numbers(made, weighted=True)["A"]["out"] == 5


def test_no_circle_and_two_largest_circles_have_no_eigenvector():
    line = a_map([("A", "B"), ("B", "C")])
    two = a_map([*zip("ABC", "BCA", strict=True), *zip("DEF", "EFD", strict=True)])
    for made in (line, two):
        assert {one["eigenvector"] for one in numbers(made).values()} == {None}


def test_a_long_ring_ends_and_nobody_stands_out_in_it():
    ring = a_map([(n, (n + 1) % 200) for n in range(200)])
    found = numbers(ring)
    assert {one["eigenvector"] for one in found.values()} == {round(200**-0.5, 4)}
    assert graph.most(found)["eigenvector"] == []


def test_a_ring_with_one_short_cut_is_as_dense_algebra_has_it():
    made = a_map([*((n, (n + 1) % 60) for n in range(60)), (0, 30)])
    found = [one["eigenvector"] for one in numbers(made).values()]
    arrows = graph.drawn(Map.model_validate(made), Look())
    values, vectors = np.linalg.eig(nx.to_numpy_array(arrows))
    vector = np.abs(vectors[:, np.argmax(values.real)])
    assert found == pytest.approx(list(vector / np.linalg.norm(vector)), abs=6e-5)


def test_who_reaches_whom_is_what_walking_finds():
    arrows = graph.drawn(Map.model_validate(a_large_map(60, 90)), Look())
    found = graph.reached(arrows)
    for place, one in enumerate(arrows):
        assert found[place].sum() - 1 == len(nx.descendants(arrows, one))


def test_one_alone_and_nobody_can_be_counted():
    assert numbers({"people": []}) == {}
    alone = numbers(a_map([], people=["A"]))["A"]
    assert (alone["out"], alone["out_share"], alone["constraint"]) == (0, None, None)
