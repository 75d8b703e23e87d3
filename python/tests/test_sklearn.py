"""The estimators of softwarp.sklearn: scikit-learn's own checks, the core functions, tslearn."""

from __future__ import annotations

import doctest
import importlib
import pickle
from pathlib import Path

import numpy as np
import pytest

import softwarp

sklearn = pytest.importorskip("sklearn", reason="scikit-learn is not installed")

from sklearn.base import clone  # noqa: E402
from sklearn.model_selection import GridSearchCV  # noqa: E402
from sklearn.pipeline import make_pipeline  # noqa: E402
from sklearn.preprocessing import StandardScaler  # noqa: E402
from sklearn.utils.estimator_checks import parametrize_with_checks  # noqa: E402

from softwarp.sklearn import (  # noqa: E402
    Barycenter,
    KNeighborsTimeSeriesClassifier,
    NearestCentroid,
    TimeSeriesKMeans,
)


def bumps(count=8, steps=20, dims=1, seed=0):
    """Series with a bump upwards, or downwards, and their classes.   Shapes: [2·count, steps, dims], [2·count]."""
    rng = np.random.default_rng(seed)
    at = rng.uniform(0.3, 0.7, (2 * count, 1, 1)) * steps
    sign = np.repeat([1.0, -1.0], count)[:, np.newaxis, np.newaxis]
    series = sign * np.exp(-((np.arange(steps)[:, np.newaxis] - at) ** 2) / 8) * np.arange(1, dims + 1)
    order = rng.permutation(2 * count)
    return (series + 0.05 * rng.normal(size=series.shape))[order], np.repeat(["up", "down"], count)[order]


X, Y = bumps()
ESTIMATORS = [
    TimeSeriesKMeans(),
    TimeSeriesKMeans(metric="softdtw"),
    KNeighborsTimeSeriesClassifier(),
    NearestCentroid(),
    Barycenter(),
]


@pytest.mark.filterwarnings("ignore:invalid value encountered in cast")  # in scikit-learn, of its own infinity
@parametrize_with_checks(ESTIMATORS)
def test_checks_of_scikit_learn(estimator, check):
    check(estimator)


@pytest.mark.parametrize("name", ["_averages", "_classifiers", "_clusters"])
def test_docstrings(name):
    module = importlib.import_module(f"softwarp.sklearn.{name}")
    result = doctest.testmod(module, extraglobs={"np": np})
    assert result.failed == 0 and result.attempted > 0


def test_page():
    page = Path(__file__).resolve().parents[2] / "docs" / "python_sklearn.md"
    result = doctest.testfile(str(page), module_relative=False, encoding="utf-8")
    assert result.failed == 0 and result.attempted > 5


METRICS = {
    "euclidean": ("mean", {}),
    "dtw": ("dba", {"band": 5}),
    "softdtw": ("softdtw", {"gamma": 0.1}),
    "softdtw-divergence": ("softdtw-divergence", {"gamma": 0.1, "cost": "huber:0.5"}),
}


@pytest.mark.parametrize("metric", METRICS)
def test_clusters_are_those_of_the_library(metric):
    method, options = METRICS[metric]
    found = softwarp.kmeans(X, 2, method, seed=3, max_rounds=50, **options)
    model = TimeSeriesKMeans(2, metric=metric, random_state=3, **options).fit(X)
    assert np.array_equal(model.cluster_centers_, found.centroids)
    assert np.array_equal(model.labels_, found.labels)
    assert (model.inertia_, model.n_iter_) == (found.objective, found.rounds)
    assert len(set(zip(model.labels_, Y))) == 2, "expected each cluster to be one class"
    assert np.array_equal(model.predict(X), found.labels)
    distances = softwarp.cdist(found.centroids, X, metric, **options).T
    assert model.score(X) == -distances.min(axis=1).mean()
    root = np.sqrt if metric in ("euclidean", "dtw") else np.asarray
    assert np.array_equal(model.transform(X), root(distances))


@pytest.mark.parametrize("metric", METRICS)
def test_averages_are_those_of_the_library(metric):
    method, options = METRICS[metric]
    weights = np.arange(len(X)) / np.arange(len(X)).sum()
    model = Barycenter(metric, length=15, **options).fit(X, sample_weight=np.arange(len(X)))
    expected = softwarp.barycenter(X[1:], method, weights=weights[1:], length=15, **options)
    assert np.array_equal(model.barycenter_, expected)


@pytest.mark.parametrize("metric", METRICS)
def test_nearest_series_are_those_of_the_library(metric):
    options = METRICS[metric][1]
    train, test = X[:10], X[10:]
    model = KNeighborsTimeSeriesClassifier(3, metric=metric, **options).fit(train, Y[:10])
    losses = softwarp.cdist(test, train, metric, **options)
    distances, nearest = model.kneighbors(test)
    assert np.array_equal(nearest, losses.argsort(axis=1)[:, :3])
    root = np.sqrt if metric in ("euclidean", "dtw") else np.asarray
    assert np.array_equal(distances, root(np.sort(losses, axis=1)[:, :3]))
    up = (Y[:10][nearest] == "up").mean(axis=1)
    assert np.allclose(model.predict_proba(test), np.stack([1 - up, up], axis=1))
    assert np.array_equal(model.predict(test), np.where(up > 0.5, "up", "down"))
    assert model.score(test, Y[10:]) == 1


def test_without_series_each_is_asked_about_the_others():
    model = KNeighborsTimeSeriesClassifier(1, metric="euclidean").fit([[0.0, 0], [1, 0], [5, 5]], [0, 0, 1])
    distances, nearest = model.kneighbors()
    assert nearest.tolist() == [[1], [0], [1]]
    assert distances == pytest.approx(np.array([[1], [1], [np.sqrt(41)]]))
    assert model.kneighbors(n_neighbors=2, return_distance=False).tolist() == [[1, 2], [0, 2], [1, 0]]


def test_votes_by_distance():
    model = KNeighborsTimeSeriesClassifier(3, metric="euclidean", weights="distance")
    model.fit([[0.0], [3], [4]], ["a", "b", "b"])
    assert model.predict_proba([[1.0]]) == pytest.approx(np.array([[1, 1 / 2 + 1 / 3]]) / (1 + 1 / 2 + 1 / 3))
    assert model.predict([[1.0]]) == ["a"]
    assert model.predict_proba([[3.0]]).tolist() == [[0, 1]], "an equal series decides alone"


@pytest.mark.parametrize("metric", METRICS)
def test_class_averages_are_those_of_each_class(metric):
    method, options = METRICS[metric]
    model = NearestCentroid(metric, **options).fit(X[:10], Y[:10])
    assert model.classes_.tolist() == ["down", "up"]
    for name, centroid in zip(model.classes_, model.centroids_):
        own = X[:10][Y[:10] == name]
        start = None
        if metric == "softdtw-divergence":  # starts from the average under the same loss without its self-terms
            start = softwarp.barycenter(own, "softdtw", **options)
        assert centroid == pytest.approx(softwarp.barycenter(own, method, init=start, **options), rel=1e-6, abs=1e-9)
    assert model.score(X[10:], Y[10:]) == 1


ALL = [
    TimeSeriesKMeans(2, metric="softdtw", gamma=0.1, random_state=0),
    KNeighborsTimeSeriesClassifier(3, gamma=0.1, metric="softdtw-divergence"),
    NearestCentroid(gamma=0.1),
]


@pytest.mark.parametrize("estimator", ALL)
def test_of_any_form_of_the_same_series(estimator):
    flat, _ = X[:, :, 0], Y
    model = clone(estimator).fit(flat, Y)
    assert model.n_features_in_ == X.shape[1]
    expected = model.predict(flat)
    assert np.array_equal(clone(estimator).fit(X, Y).predict(X), expected)
    assert np.array_equal(model.predict(X), expected)
    assert np.array_equal(clone(estimator).fit(X.astype(np.float32), Y).predict(X), expected)
    # Padding is no part of a series: with it, series of another length are compared as without it.
    longer = np.concatenate([X, np.full((len(X), 4, 1), np.nan)], axis=1)
    assert np.array_equal(model.predict(longer), expected)
    assert np.array_equal(clone(estimator).fit(longer, Y).predict(longer[:, :22]), expected)


@pytest.mark.parametrize("estimator", ALL)
def test_of_series_of_dimensions(estimator):
    series, classes = bumps(dims=3)
    model = clone(estimator).fit(series, classes)
    assert len(set(zip(model.predict(series), classes))) == 2
    with pytest.raises(ValueError, match=r"expected series of 3 dimensions as in fit\(\), found 1"):
        model.predict(series[:, :, :1])


@pytest.mark.parametrize("estimator", ALL)
def test_pickled_models_do_the_same(estimator):
    model = clone(estimator).fit(X, Y)
    again = pickle.loads(pickle.dumps(model))
    assert np.array_equal(again.predict(X), model.predict(X))


@pytest.mark.parametrize("estimator", ALL)
def test_pipelines_and_grid_searches(estimator):
    pipeline = make_pipeline(StandardScaler(), clone(estimator))
    name = pipeline.steps[-1][0]
    search = GridSearchCV(
        pipeline, {f"{name}__gamma": [0.01, 1], f"{name}__band": [3, None]}, cv=2, error_score="raise"
    )
    search.fit(X[:, :, 0], Y)
    assert len(search.cv_results_["mean_test_score"]) == 4
    assert search.predict(X[:, :, 0]).shape == Y.shape


def test_parameters_of_tslearn():
    params = {"gamma": 0.1, "sakoe_chiba_radius": 4, "global_constraint": "sakoe_chiba"}
    by_names = TimeSeriesKMeans(2, metric="softdtw", gamma=0.1, band=4, random_state=0).fit(X)
    by_params = TimeSeriesKMeans(2, metric="softdtw", metric_params=params, random_state=0, n_jobs=2).fit(X)
    assert np.array_equal(by_names.cluster_centers_, by_params.cluster_centers_)
    for wrong, message in (
        ({"gamma": 0.1}, "expected gamma there or as a parameter, found both"),
        ({"itakura_max_slope": 2.0}, "expected names among gamma.*found 'itakura_max_slope'"),
        ({"global_constraint": "itakura"}, "expected sakoe_chiba"),
    ):
        with pytest.raises(ValueError, match=message):
            NearestCentroid(gamma=1, metric_params=wrong).fit(X, Y)


def test_seeds():
    first, second, other = (TimeSeriesKMeans(4, random_state=seed).fit(X).cluster_centers_ for seed in (1, 1, 2))
    assert np.array_equal(first, second) and not np.array_equal(first, other)
    of_state = [TimeSeriesKMeans(4, random_state=np.random.RandomState(5)).fit(X).cluster_centers_ for _ in range(2)]
    assert np.array_equal(*of_state)


@pytest.mark.parametrize(
    "estimator, message",
    [
        (TimeSeriesKMeans(99), "n_clusters: expected 1 to 16"),
        (TimeSeriesKMeans(2, init="far"), "init: expected k-means"),
        (TimeSeriesKMeans(2, metric="manhattan"), "manhattan"),
        (
            KNeighborsTimeSeriesClassifier(weights="distance", metric="softdtw"),
            "weights: expected uniform under softdtw",
        ),
        (KNeighborsTimeSeriesClassifier(weights="near"), "weights: expected uniform or distance"),
        (KNeighborsTimeSeriesClassifier(0), "n_neighbors: expected at least 1"),
        (NearestCentroid(metric="dtw", gamma=1), "gamma"),
    ],
)
def test_wrong_parameters(estimator, message):
    with pytest.raises(ValueError, match=message) as error:
        estimator.fit(X, Y)
    assert "\n" not in str(error.value)


def test_wrong_series():
    gap = X.copy()
    gap[2, 5] = np.nan
    with pytest.raises(ValueError, match="X: series 3, step 6: expected finite numbers but for steps at the end"):
        NearestCentroid().fit(gap, Y)
    gap[2] = np.nan
    with pytest.raises(ValueError, match="X: series 3: expected finite numbers, found only NaN"):
        NearestCentroid().fit(gap, Y)
    gap[2, :5] = 0
    with pytest.raises(ValueError, match="NaN"):
        TimeSeriesKMeans(metric="euclidean").fit(gap)


def test_agrees_with_tslearn():
    clustering = pytest.importorskip("tslearn.clustering", reason="tslearn is not installed")
    neighbors = pytest.importorskip("tslearn.neighbors")
    barycenters = pytest.importorskip("tslearn.barycenters")
    for metric, params in (("dtw", {}), ("softdtw", {"gamma": 0.1}), ("dtw", {"sakoe_chiba_radius": 3})):
        ours = KNeighborsTimeSeriesClassifier(3, metric=metric, metric_params=params).fit(X[:10], Y[:10])
        theirs = neighbors.KNeighborsTimeSeriesClassifier(3, metric=metric, metric_params=params).fit(X[:10], Y[:10])
        assert np.array_equal(ours.predict(X[10:]), theirs.predict(X[10:]))
        assert np.allclose(ours.predict_proba(X[10:]), theirs.predict_proba(X[10:]))
        for our, their in zip(ours.kneighbors(X[10:]), theirs.kneighbors(X[10:])):
            assert np.allclose(our, their)
    ours = Barycenter(gamma=0.5, tol=1e-9, max_iter=500).fit(X[:10]).barycenter_
    theirs = barycenters.softdtw_barycenter(X[:10], gamma=0.5, tol=1e-9, max_iter=500)
    losses = [softwarp.cdist(average[np.newaxis], X[:10], gamma=0.5).mean() for average in (ours, theirs)]
    assert losses[0] == pytest.approx(losses[1], rel=1e-4)
    ours = TimeSeriesKMeans(2, metric="euclidean", random_state=0).fit(X)
    theirs = clustering.TimeSeriesKMeans(2, metric="euclidean", random_state=0).fit(X)
    assert ours.inertia_ == pytest.approx(theirs.inertia_)
    assert sorted(map(tuple, ours.cluster_centers_[:, :, 0].round(9))) == sorted(
        map(tuple, theirs.cluster_centers_[:, :, 0].round(9))
    )
