"""The same values as tslearn, where it is installed."""

import numpy as np
import pytest

import softwarp

metrics = pytest.importorskip("tslearn.metrics", reason="tslearn is not installed")

RANDOM = np.random.default_rng(0)
X, Y = RANDOM.normal(size=(6, 20, 2)), RANDOM.normal(size=(4, 15, 2))


def test_values():
    for gamma in (0.1, 1.0, 10.0):
        ours = softwarp.soft_dtw(X[0], Y[0], gamma)
        assert ours == pytest.approx(metrics.soft_dtw(X[0], Y[0], gamma=gamma), rel=1e-9)
    assert softwarp.dtw(X[0], Y[0]) ** 0.5 == pytest.approx(metrics.dtw(X[0], Y[0]), rel=1e-9)


def test_alignments():
    E, _ = metrics.soft_dtw_alignment(X[0], Y[0], gamma=0.5)
    np.testing.assert_allclose(softwarp.alignment(X[0], Y[0], 0.5), E, rtol=1e-6, atol=1e-9)
    path, value = softwarp.dtw_path(X[0], Y[0])
    their_path, their_value = metrics.dtw_path(X[0], Y[0])
    assert list(map(tuple, path)) == their_path
    assert value**0.5 == pytest.approx(their_value, rel=1e-9)


def test_distances():
    np.testing.assert_allclose(softwarp.cdist(X, Y, gamma=0.5), metrics.cdist_soft_dtw(X, Y, gamma=0.5), rtol=1e-9)
    np.testing.assert_allclose(softwarp.cdist(X, Y, "dtw") ** 0.5, metrics.cdist_dtw(X, Y), rtol=1e-9)
    np.testing.assert_allclose(
        softwarp.cdist(X, metric="softdtw-divergence"), metrics.cdist_soft_dtw_normalized(X), rtol=1e-9, atol=1e-9
    )
    lists = [[1.0, 2.0, 3.0], [1.0, 2.0], [0.0]]
    np.testing.assert_allclose(softwarp.cdist(lists, metric="dtw") ** 0.5, metrics.cdist_dtw(lists), rtol=1e-9)


def test_barycenters():
    barycenters = pytest.importorskip("tslearn.barycenters", reason="tslearn is not installed")
    theirs = barycenters.softdtw_barycenter(X, gamma=1.0, max_iter=200, tol=1e-9)
    ours = softwarp.barycenter(X, gamma=1.0, max_iter=200, tol=0)

    def objective(x):
        return sum(softwarp.soft_dtw(x, y) for y in X)

    assert objective(ours) <= objective(theirs) + 0.02 * abs(objective(theirs))
