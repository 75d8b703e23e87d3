"""Averages and clusters, against objectives that NumPy computes and what other implementations reached."""

import json

import numpy as np
import pytest
import reference
from test_losses import GOLDEN

import softwarp

ECG = np.loadtxt(GOLDEN / "ecg200_first10.csv", delimiter=",")
ECG = ECG[:, -96:]


def objective(x, series, gamma):
    return sum(softwarp.soft_dtw(x, one, gamma) for one in series)


def test_barycenters_are_as_good_as_those_of_mblondel_and_tslearn():
    for golden in json.loads((GOLDEN / "barycenters.json").read_text())["barycenters"]:
        gamma = golden["gamma"]
        assert objective(ECG.mean(axis=0), ECG, gamma) == pytest.approx(golden["objective_at_euclidean_mean"], rel=1e-9)
        average = softwarp.barycenter(ECG, gamma=gamma, max_iter=100, tol=0)
        assert average.shape == (96,) and average.dtype == np.float64
        theirs = golden["objective_mblondel"]
        assert objective(average, ECG, gamma) <= theirs + 0.02 * abs(theirs)


def test_mean_and_dba():
    np.testing.assert_allclose(softwarp.barycenter(ECG, "mean"), ECG.mean(axis=0), rtol=1e-12, atol=1e-12)
    dba = json.loads((GOLDEN / "barycenters.json").read_text())["dba"]
    average = softwarp.barycenter(ECG, "dba", tol=0)
    assert sum(softwarp.dtw(average, one) for one in ECG) <= 1.02 * dba["objective"]


@pytest.mark.parametrize("method", [name for name in reference.LOSSES if name not in ("euclidean", "dtw")])
def test_an_average_is_where_its_objective_is_flat(method):
    series = np.random.default_rng(0).normal(size=(4, 5, 2))
    weights = np.array([1.0, 2, 3, 4])
    average = softwarp.barycenter(series, method, 2.0, weights=weights, max_iter=2000, tol=0)
    assert average.shape == (5, 2)

    def gradient(x):
        _, dx = softwarp.loss_with_grad(np.array([x] * 4), series, method, 2.0)
        return np.tensordot(weights, dx, 1)

    assert abs(gradient(average)).max() < 1e-3 * abs(gradient(series.mean(axis=0))).max()


def test_weights_are_multiplicities():
    series = np.random.default_rng(1).normal(size=(3, 6))
    twice = softwarp.barycenter(series, weights=[1, 2, 1], tol=0, max_iter=500)
    repeated = softwarp.barycenter(series[[0, 1, 1, 2]], weights=np.ones(4), tol=0, max_iter=500)
    np.testing.assert_allclose(twice, repeated, atol=1e-4)


def test_length_start_and_forms():
    random = np.random.default_rng(2)
    series = [random.normal(size=n) for n in (4, 9, 6)]
    assert softwarp.barycenter(series).shape == (9,)
    assert softwarp.barycenter(series, length=5).shape == (5,)
    assert softwarp.barycenter([one[:, None] for one in series]).shape == (9, 1)
    assert softwarp.barycenter(random.normal(size=(3, 7)).astype(np.float32)).dtype == np.float64
    start = random.normal(size=6)
    np.testing.assert_array_equal(softwarp.barycenter(series, init=start, max_iter=1).shape, (6,))
    one = softwarp.barycenter(series, init=start, max_iter=300, tol=0)
    again = softwarp.barycenter(series, init=one, max_iter=300, tol=0)
    np.testing.assert_allclose(one, again, atol=1e-3)
    padded = np.full((3, 11), np.nan)
    for row, series_ in zip(padded, series):
        row[: len(series_)] = series_
    np.testing.assert_array_equal(softwarp.barycenter(padded), softwarp.barycenter(series))


def three_groups(dims=1):
    random = np.random.default_rng(3)
    series, group = [], np.repeat(np.arange(3), 6)
    for g in group:
        t = np.arange(20) - random.integers(3)
        shape = (np.sin(t / 2), np.where(t > 8, 2.0, -2.0), np.zeros(20))[g]
        series.append(shape[:, None] + 0.1 * random.normal(size=(20, dims)))
    return np.array(series), group


def same_groups(a, b):
    return (np.equal.outer(a, a) == np.equal.outer(b, b)).all()


@pytest.mark.parametrize("init", ("kmeans++", "random", "mean"))
def test_kmeans_finds_three_groups(init):
    series, group = three_groups(dims=2)
    found = softwarp.kmeans(series, 3, gamma=0.1, init=init, restarts=4, seed=1)
    assert same_groups(found.labels, group)
    assert found.centroids.shape == (3, 20, 2) and found.labels.dtype == np.int64 and found.rounds >= 1
    losses = softwarp.cdist(series, found.centroids, gamma=0.1)
    np.testing.assert_array_equal(losses.argmin(axis=1), found.labels)
    # objective = mean over the series of loss(centroid, y_i)
    assert found.objective == pytest.approx(losses.min(axis=1).mean(), rel=1e-9)
    again = softwarp.kmeans(series, 3, gamma=0.1, init=init, restarts=4, seed=1)
    np.testing.assert_array_equal(again.centroids, found.centroids)


@pytest.mark.parametrize("method", ("mean", "dba", "softdtw-divergence"))
def test_kmeans_by_other_averages(method):
    series, _ = three_groups()
    found = softwarp.kmeans(series[:, :, 0], 3, method, restarts=5, length=15 if method != "mean" else None)
    assert found.centroids.shape == (3, 20 if method == "mean" else 15)
    assert sorted(set(found.labels)) == [0, 1, 2]


S = np.arange(12.0).reshape(3, 4)


@pytest.mark.parametrize(
    "function, arguments, error, said",
    (
        ("barycenter", {"method": "median"}, ValueError, '"median"'),
        ("barycenter", {"method": "dba", "gamma": 1.0}, ValueError, "gamma"),
        ("barycenter", {"weights": [1.0, 2.0]}, ValueError, "weights: expected an array of shape (3,), found (2,)"),
        ("barycenter", {"weights": [1.0, -2.0, 1.0]}, ValueError, "weight"),
        ("barycenter", {"weights": ["a"]}, TypeError, "weights: expected real numbers"),
        ("barycenter", {"init": np.zeros((4, 2))}, ValueError, "init: expected an array of shape (4, 1), found (4, 2)"),
        ("barycenter", {"init": [0.0, np.nan]}, softwarp.NotFiniteError, "finite"),
        ("barycenter", {"init": [0.0, 1.0], "length": 3}, ValueError, "init: expected 3 steps"),
        ("barycenter", {"length": 0}, ValueError, "length: expected at least 1, found 0"),
        ("barycenter", {"length": 2.0}, TypeError, "length: expected a whole number"),
        ("barycenter", {"max_iter": -1}, ValueError, "iterations"),
        ("barycenter", {"tol": np.nan}, ValueError, "tolerance"),
        ("kmeans", {"k": 0}, ValueError, "k: expected 1 to 3"),
        ("kmeans", {"k": 4}, ValueError, "k: expected 1 to 3"),
        ("kmeans", {"k": 2, "init": "best"}, ValueError, "init: expected one of random, mean, kmeans++"),
        ("kmeans", {"k": 2, "seed": -1}, ValueError, "seed"),
        ("kmeans", {"k": 2, "seed": "a"}, TypeError, "seed"),
        ("kmeans", {"k": 2, "restarts": 0}, ValueError, "restarts"),
        ("kmeans", {"k": 2, "max_rounds": -1}, ValueError, "rounds"),
    ),
)
def test_wrong_arguments_are_named(function, arguments, error, said):
    with pytest.raises(error) as raised:
        getattr(softwarp, function)(S, **arguments)
    assert said in str(raised.value) and "\n" not in str(raised.value)


def test_missing_steps_are_filled():
    series = np.array([[0.0, 2, 4, 6], [1, 2, 3, 4]])
    gaps = series.copy()
    gaps[0, 1] = np.nan
    np.testing.assert_allclose(softwarp.barycenter(gaps, gamma=0.5), softwarp.barycenter(series, gamma=0.5), rtol=1e-9)
    gaps[0, 0] = np.inf
    with pytest.raises(ValueError, match="series 1"):
        softwarp.barycenter(gaps)


@pytest.mark.parametrize("scale", (1e-320, 1e-200, 1e200, 1e308))
def test_scale_of_weights_does_not_matter(scale):
    series = np.random.default_rng(3).normal(size=(3, 6))
    expected = softwarp.barycenter(series, weights=[1, 1, 1])
    np.testing.assert_array_equal(softwarp.barycenter(series, weights=[scale] * 3), expected)


def test_small_integers_of_numpy_count():
    series = np.random.default_rng(3).normal(size=(3, 50))
    few = softwarp.barycenter(series, max_iter=np.int8(100))
    np.testing.assert_array_equal(few, softwarp.barycenter(series, max_iter=100))
