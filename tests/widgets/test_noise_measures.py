import random
from math import sqrt

import numpy as np
import pandas as pd
import pingouin
import pytest
from scipy import stats

from academy_widgets.noise.cohort import icc
from academy_widgets.noise.measures import (
    averaged,
    crowd,
    decomposed,
    interval,
    occasion,
    typical,
)

SHROUT_FLEISS = [
    (9, 2, 5, 8),
    (6, 1, 3, 2),
    (8, 4, 6, 8),
    (7, 1, 2, 6),
    (10, 5, 6, 9),
    (6, 2, 4, 7),
]
"""Six targets, four judges: Shrout & Fleiss 1979, table 2."""


def judges(seed, many=8, cases=12, level=6.0, pattern=9.0):
    rng = np.random.default_rng(seed)
    numbers = (
        rng.normal(50, 15, cases)
        + rng.normal(0, level, (many, 1))
        + rng.normal(0, pattern, (many, cases))
    )
    return numbers.tolist()


def components(judgements):
    """Return the variance components of cases, judges and the rest by pingouin's anova."""
    rows = [
        (case, judge, number)
        for judge, one in enumerate(judgements)
        for case, number in enumerate(one)
    ]
    frame = pd.DataFrame(rows, columns=["case", "judge", "number"])
    table = pingouin.rm_anova(
        frame, dv="number", within="case", subject="judge", detailed=True
    ).set_index("Source")["MS"]
    other = pingouin.rm_anova(
        frame, dv="number", within="judge", subject="case", detailed=True
    ).set_index("Source")["MS"]
    many, cases = len(judgements), len(judgements[0])
    rest = table["Error"]
    return (table["case"] - rest) / many, (other["judge"] - rest) / cases, rest


def test_noise_by_hand():
    # Two judges, two cases: 10, 20 and 30, 40. Each case has variance 200, all of it level.
    assert decomposed([(10, 20), (30, 40)]) == pytest.approx((sqrt(200), sqrt(200), 0))
    # 10, 30 and 30, 10: the same mean, so all of it is pattern.
    assert decomposed([(10, 30), (30, 10)]) == pytest.approx((sqrt(200), 0, sqrt(200)))
    # 10, 20 and 30, 20: variances 200 and 0; means 15 and 25, variance 50; 50 left over.
    assert decomposed([(10, 20), (30, 20)]) == pytest.approx((10, 0, 10))
    assert decomposed([(5, 5), (5, 5)]) == (0, 0, 0)


@pytest.mark.parametrize("seed", range(6))
def test_noise_is_made_of_the_variance_components(seed):
    numbers = judges(seed)
    of_case, of_judge, rest = components(numbers)
    noise = decomposed(numbers)
    assert noise.level**2 == pytest.approx(max(0, of_judge))
    assert noise.system**2 == pytest.approx(of_judge + rest)
    assert noise.level**2 + noise.pattern**2 == pytest.approx(noise.system**2)
    single, _ = icc(numbers)
    assert single.value == pytest.approx(of_case / (of_case + noise.system**2), abs=1e-9)


def test_level_noise_is_not_made_up_of_pattern_noise():
    found = [decomposed(judges(seed, level=0.0)).level ** 2 for seed in range(300)]
    assert sqrt(np.mean(found)) < 2  # the plain spread of means would be 9 / sqrt(12) = 2.6
    found = [decomposed(judges(seed, many=30)).level ** 2 for seed in range(100)]
    assert sqrt(np.mean(found)) == pytest.approx(6, abs=0.3)


def test_correlations_are_those_of_shrout_and_fleiss():
    single, mean = icc(list(zip(*SHROUT_FLEISS, strict=True)))
    assert (round(single.value, 2), round(mean.value, 2)) == (0.29, 0.62)
    assert (single.low, single.high) == pytest.approx((0.02, 0.76), abs=0.006)


def test_judges_who_differ_by_a_constant_get_a_value_and_no_made_up_interval():
    single, mean = icc([[up + at for at in range(6)] for up in (0, 1, 2, 3, 4)])
    assert 0 < single.value < mean.value < 1
    assert str(single).startswith(f"{single.value:.2f}")


def test_two_judgements_of_a_case_by_hand():
    assert typical([6, -4, 0, 2]) == 3
    assert occasion([6, -4, 0, 2]) == pytest.approx(sqrt((36 + 16 + 4) / 4 / 2))


def test_the_spread_of_pairs_is_that_of_the_judgements_they_come_from():
    rng = np.random.default_rng(1)
    pairs = rng.normal(50, 8, (20_000, 2))
    assert occasion((pairs[:, 0] - pairs[:, 1]).tolist()) == pytest.approx(8, rel=0.02)


def test_its_interval_is_chi_square_s_and_holds_the_truth_nineteen_times_in_twenty():
    low, high = interval([6, -4, 0, 2])
    spread = occasion([6, -4, 0, 2])
    assert low == pytest.approx(spread * sqrt(4 / stats.chi2.ppf(0.975, 4)))
    assert high == pytest.approx(spread * sqrt(4 / stats.chi2.ppf(0.025, 4)))
    rng = np.random.default_rng(2)
    held = 0
    for gaps in rng.normal(0, 8 * sqrt(2), (1500, 5)).tolist():
        low, high = interval(gaps)
        held += low <= 8 <= high
    assert held / 1500 == pytest.approx(0.95, abs=0.02)
    assert interval([0, 0, 0, 0]) is None


@pytest.mark.parametrize("many", [1, 2, 4, 9])
def test_averaging_leaves_the_root_of_n_by_rule_and_by_trial(many):
    gaps = [12, -5, 3, 8, -9]
    rule = averaged(occasion(gaps), many)
    assert rule == pytest.approx(occasion(gaps) / sqrt(many))
    assert crowd(gaps, many, random.Random(5)) == pytest.approx(rule, rel=0.06)
