"""Losses between all series of sets, against a loop over pairs."""

import json

import numpy as np
import pytest
import reference
from test_losses import GOLDEN, options_of

import softwarp

RANDOM = np.random.default_rng(0)


def looped(xs, ys, metric, **options):
    return [[softwarp.loss(x, y, metric, **options) for y in ys] for x in xs]


@pytest.mark.parametrize("metric", reference.LOSSES)
def test_cdist_is_a_loop_over_pairs(metric):
    x, y = RANDOM.normal(size=(4, 6, 2)), RANDOM.normal(size=(3, 6, 2))
    options = options_of(metric, gamma=0.3, band=2, cost="absolute", alpha=0.8)
    np.testing.assert_allclose(softwarp.cdist(x, y, metric, **options), looped(x, y, metric, **options), rtol=1e-9)
    both = softwarp.cdist(x, metric=metric, **options)
    np.testing.assert_array_equal(both, both.T)
    np.testing.assert_allclose(both, softwarp.cdist(x, x, metric, **options), rtol=1e-9, atol=1e-12)


def test_two_axes_are_series_of_one_dimension():
    x, y = RANDOM.normal(size=(4, 6)), RANDOM.normal(size=(3, 5))
    distances = softwarp.cdist(x, y, gamma=0.3)
    assert distances.shape == (4, 3) and distances.dtype == np.float64
    np.testing.assert_array_equal(distances, softwarp.cdist(x[:, :, None], y[:, :, None], gamma=0.3))
    np.testing.assert_allclose(distances, looped(x, y, "softdtw", gamma=0.3), rtol=1e-9)


def test_lists_and_padding_are_shorter_series():
    xs = [RANDOM.normal(size=n) for n in (3, 7, 1)]
    ys = [RANDOM.normal(size=n) for n in (5, 2)]
    expected = looped(xs, ys, "sharp", gamma=0.3)
    np.testing.assert_allclose(softwarp.cdist(xs, ys, "sharp", 0.3), expected, rtol=1e-9)
    x = np.full((3, 9), np.nan)
    for row, series in zip(x, xs):
        row[: len(series)] = series
    np.testing.assert_allclose(softwarp.cdist(x, ys, "sharp", 0.3), expected, rtol=1e-9)
    np.testing.assert_allclose(softwarp.cdist(x, gamma=0.3), looped(xs, xs, "softdtw", gamma=0.3), rtol=1e-9)


def test_same_values_as_tslearn():
    golden = json.loads((GOLDEN / "tslearn_misc.json").read_text())["cdist"]
    x = np.array(golden["X"])
    np.testing.assert_allclose(softwarp.cdist(x, gamma=golden["gamma"]), golden["cdist_soft_dtw"], rtol=1e-9)
    normalized = softwarp.cdist(x, metric="softdtw-divergence", gamma=golden["gamma"])
    np.testing.assert_allclose(normalized, golden["cdist_soft_dtw_normalized"], rtol=1e-9)
    np.testing.assert_allclose(softwarp.cdist(x, metric="dtw") ** 0.5, golden["cdist_dtw"], rtol=1e-9)


@pytest.mark.parametrize(
    "x, y, error, said",
    (
        ([1.0, 2.0], None, ValueError, "x: expected an array [N, T] or [N, T, D], or a list of series; found an array"),
        (np.zeros((2, 3)), np.zeros(3), ValueError, "y: expected an array [N, T] or [N, T, D], or a list of series"),
        (np.zeros((0, 3)), None, ValueError, "x: expected at least one series, step and dimension"),
        (np.zeros((2, 3)), np.zeros((2, 3, 2)), ValueError, "as many dimensions in both, found 1 and 2"),
        (np.zeros((2, 3)), np.full((2, 3), np.nan), ValueError, "y: series 1: expected numbers, found only NaN"),
        (np.zeros((2, 3)) + 1j, None, TypeError, "x: expected real numbers"),
    ),
)
def test_what_makes_no_sets_is_refused(x, y, error, said):
    with pytest.raises(error) as raised:
        softwarp.cdist(x, y)
    assert said in str(raised.value)


def test_wrong_metric_is_named():
    with pytest.raises(ValueError, match='found "cosine"'):
        softwarp.cdist(np.zeros((2, 3)), metric="cosine")
    with pytest.raises(ValueError, match="dtw: expected no gamma"):
        softwarp.cdist(np.zeros((2, 3)), metric="dtw", gamma=1.0)
