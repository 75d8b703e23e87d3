"""softwarp.sklearn.Forecaster: scikit-learn's own checks, what its parameters do, its files."""

from __future__ import annotations

import doctest
import importlib
import pickle

import numpy as np
import pytest

import softwarp

sklearn = pytest.importorskip("sklearn", reason="scikit-learn is not installed")

from sklearn.base import clone  # noqa: E402
from sklearn.metrics import r2_score  # noqa: E402
from sklearn.model_selection import GridSearchCV  # noqa: E402
from sklearn.utils.estimator_checks import parametrize_with_checks  # noqa: E402

from softwarp.sklearn import Forecaster  # noqa: E402


def waves(count=60, seed=0, dims=1):
    """Noisy sine waves of any phase: 24 steps, and the 8 after them.   Shapes: [count, 24, dims], [count, 8, dims]."""
    rng = np.random.default_rng(seed)
    series = np.sin(rng.uniform(0, 2 * np.pi, (count, 1, 1)) + np.arange(32)[:, np.newaxis] / 3 + np.arange(dims))
    series += 0.05 * rng.normal(size=series.shape)
    return series[:, :24], series[:, 24:]


X, Y = (series[:, :, 0] for series in waves())
QUICK = {"epochs": 30, "random_state": 0}


@parametrize_with_checks([Forecaster(loss="euclidean", epochs=20)])
def test_checks_of_scikit_learn(estimator, check):
    check(estimator)


def test_docstrings():
    result = doctest.testmod(importlib.import_module("softwarp.sklearn._forecaster"), extraglobs={"np": np})
    assert result.failed == 0 and result.attempted > 0


@pytest.mark.parametrize("loss, gamma", [("euclidean", None), ("softdtw", 0.1), ("softdtw-divergence", "1:0.01")])
def test_forecasts(loss, gamma):
    model = Forecaster(loss, gamma=gamma, **QUICK).fit(X[:40], Y[:40])
    forecast = model.predict(X[40:])
    assert forecast.shape == Y[40:].shape
    assert model.score(X[40:], Y[40:]) == pytest.approx(r2_score(Y[40:], forecast))
    assert model.score(X[40:], Y[40:]) > 0.9
    assert model.error(X[40:], Y[40:]) == pytest.approx(softwarp.dtw(forecast[..., None], Y[40:][..., None]).mean())


def test_parameters_are_options_of_train():
    base = Forecaster(**QUICK).fit(X, Y).predict(X)
    for name, value in (
        ("hidden", (5, 4)),
        ("hidden", 3),
        ("network", "gru"),
        ("learning_rate", 0.05),
        ("scale", "set"),
        ("optimizer", "lbfgs"),
        ("preset", "paper"),
        ("weight_decay", np.float64(0.1)),
        ("gamma", 1.0),
    ):
        other = Forecaster(**QUICK, **{name: value}).fit(X, Y).predict(X)
        assert not np.array_equal(other, base), name
    for name, value in (("network", "transformer"), ("learning_rate", -1), ("loss", "manhattan"), ("dtype", "int8")):
        with pytest.raises(ValueError, match=name.replace("_", "-")):
            Forecaster(**QUICK).set_params(**{name: value}).fit(X, Y)


def test_seeds():
    first, second, other = (Forecaster(epochs=3, random_state=seed).fit(X, Y).predict(X) for seed in (1, 1, 2))
    assert np.array_equal(first, second) and not np.array_equal(first, other)


def test_of_dimensions():
    x, y = waves(dims=2)
    model = Forecaster("euclidean", **QUICK).fit(x[:40], y[:40])
    assert model.predict(x[40:]).shape == (20, 8, 2)
    assert model.score(x[40:], y[40:]) > 0.9
    for wrong in (y[:, :, :1], y[:, :, 0]):
        with pytest.raises(ValueError, match=r"y: expected an array \[series, steps, 2\]"):
            model.fit(x, wrong)


def test_one_step():
    model = Forecaster("euclidean", **QUICK).fit(X[:40], Y[:40, 0])
    assert model.predict(X[40:]).shape == (20,)
    assert model.score(X[40:], Y[40:, 0]) > 0.9


def test_missing_values():
    x, y = X.copy(), Y.copy()
    x[::3, 5] = np.nan
    y[::4, 2] = np.nan
    model = Forecaster("euclidean", **QUICK).fit(x[:40], y[:40])
    assert np.isfinite(model.predict(x[40:])).all()
    assert model.score(x[40:], Y[40:]) > 0.8
    there = ~np.isnan(y[40:, 2])
    columns = [r2_score(Y[40:, j], model.predict(x[40:])[:, j]) for j in range(8) if j != 2]
    columns.append(r2_score(y[40:, 2][there], model.predict(x[40:])[there, 2]))
    assert model.score(x[40:], y[40:]) == pytest.approx(np.mean(columns))


def test_files(tmp_path):
    model = Forecaster(**QUICK).fit(X, Y)
    model.save(tmp_path / "model.safetensors")
    loaded = Forecaster.load(tmp_path / "model.safetensors")
    assert np.array_equal(loaded.predict(X), model.predict(X))
    assert loaded.n_features_in_ == 24
    assert np.array_equal(pickle.loads(pickle.dumps(model)).predict(X), model.predict(X))
    (tmp_path / "wrong").write_bytes(b"no model")
    with pytest.raises(ValueError, match="wrong"):
        Forecaster.load(tmp_path / "wrong")


def test_grid_search():
    search = GridSearchCV(Forecaster(epochs=3, random_state=0), {"gamma": [0.1, 1.0], "hidden": [(4,), (8, 8)]}, cv=2)
    search.fit(X, Y)
    assert clone(search.best_estimator_).get_params() == search.best_estimator_.get_params()
    assert search.predict(X).shape == Y.shape
