"""Expected alignments, paths and costs, against enumeration."""

import numpy as np
import pytest
import reference

import softwarp

RANDOM = np.random.default_rng(0)
X, Y = RANDOM.normal(size=(3, 5, 2)), RANDOM.normal(size=(3, 4, 2))


@pytest.mark.parametrize("gamma", (0, 0.1, 1.0, 10.0))
@pytest.mark.parametrize("cost", reference.COSTS)
def test_expected_alignment_is_that_of_all_alignments(gamma, cost):
    E = softwarp.alignment(X, Y, gamma, cost=cost)
    assert E.shape == (3, 5, 4)
    for b in range(3):
        _, expected = reference.of_costs(reference.costs(X[b], Y[b], cost), gamma)
        np.testing.assert_allclose(E[b], expected, rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(softwarp.alignment(X[b], Y[b], gamma, cost=cost), expected, rtol=1e-9, atol=1e-12)


def test_expected_alignment_in_a_band():
    x, y = RANDOM.normal(size=(2, 5))
    _, expected = reference.of_costs(reference.costs(x, y), 0.5, band=1)
    np.testing.assert_allclose(softwarp.alignment(x, y, 0.5, band=1), expected, rtol=1e-9, atol=1e-12)


def test_unequal_lengths_have_zeros_behind_the_end():
    xs, ys = [X[0], X[1][:2]], [Y[0][:3], Y[1]]
    E, delta = softwarp.alignment(xs, ys, 0.5), softwarp.cost_matrix(xs, ys)
    assert E.shape == delta.shape == (2, 5, 4)
    for b, (x, y) in enumerate(zip(xs, ys)):
        n, m = len(x), len(y)
        np.testing.assert_allclose(E[b, :n, :m], softwarp.alignment(x, y, 0.5), rtol=1e-9)
        np.testing.assert_array_equal(delta[b, :n, :m], softwarp.cost_matrix(x, y))
        for matrix in (E[b], delta[b]):
            assert not matrix[n:].any() and not matrix[:, m:].any()


@pytest.mark.parametrize("dtype", (np.float32, np.float64))
def test_matrices_have_the_type_of_the_series(dtype):
    x, y = X.astype(dtype), Y.astype(dtype)
    assert softwarp.alignment(x, y).dtype == softwarp.cost_matrix(x, y).dtype == dtype
    assert softwarp.soft_dtw_of_costs(softwarp.cost_matrix(x, y))[1].dtype == dtype


@pytest.mark.parametrize("cost", reference.COSTS)
def test_cost_matrix(cost):
    delta = softwarp.cost_matrix(X, Y, cost=cost)
    for b in range(3):
        np.testing.assert_allclose(delta[b], reference.costs(X[b], Y[b], cost), rtol=1e-12)
    np.testing.assert_array_equal(softwarp.cost_matrix(X[0], Y[0], cost=cost), delta[0])


@pytest.mark.parametrize("gamma", (0, 0.1, 1.0, 10.0))
def test_soft_dtw_of_costs_of_any_sign(gamma):
    costs = RANDOM.normal(size=(4, 5, 3))
    values, E = softwarp.soft_dtw_of_costs(costs, gamma)
    assert values.shape == (4,) and E.shape == costs.shape
    for b in range(4):
        value, expected = reference.of_costs(costs[b], gamma)
        assert values[b] == pytest.approx(value, rel=1e-12)
        np.testing.assert_allclose(E[b], expected, rtol=1e-9, atol=1e-12)
        one, one_E = softwarp.soft_dtw_of_costs(costs[b], gamma)
        assert type(one) is float and one == values[b]
        np.testing.assert_array_equal(one_E, E[b])
    # The order of the memory does not matter, to the bit.
    for other in (np.asfortranarray(costs), costs.copy()[::-1][::-1]):
        np.testing.assert_array_equal(softwarp.soft_dtw_of_costs(other, gamma)[1], E)


def test_soft_dtw_of_costs_in_a_band():
    costs = RANDOM.normal(size=(5, 5))
    value, E = softwarp.soft_dtw_of_costs(costs, 0.5, band=1)
    expected, expected_E = reference.of_costs(costs, 0.5, band=1)
    assert value == pytest.approx(expected, rel=1e-12)
    np.testing.assert_allclose(E, expected_E, rtol=1e-9, atol=1e-12)


def test_path_is_a_best_alignment():
    for band in (None, 1):
        x, y = X[0], RANDOM.normal(size=(5, 2))
        path, value = softwarp.dtw_path(x, y, band=band)
        assert path.dtype == np.int64 and path.shape[1] == 2
        assert path[0].tolist() == [0, 0] and path[-1].tolist() == [4, 4]
        steps = np.diff(path, axis=0)
        assert steps.min() >= 0 and steps.max() <= 1 and steps.any(axis=1).all()
        assert band is None or abs(path[:, 0] - path[:, 1]).max() <= band
        assert value == softwarp.dtw(x, y, band=band)
        assert value == pytest.approx(reference.costs(x, y)[tuple(path.T)].sum(), rel=1e-12)
        E = softwarp.alignment(x, y, 0, band=band)
        assert sorted(map(tuple, path)) == list(zip(*np.nonzero(E)))


@pytest.mark.parametrize(
    "function, arguments, error, said",
    (
        (softwarp.dtw_path, (X, Y), ValueError, "x and y: expected two series"),
        (softwarp.soft_dtw_of_costs, (np.zeros(3),), ValueError, "costs: expected an array [n, m] or [B, n, m]"),
        (softwarp.soft_dtw_of_costs, (np.zeros((3, 0)),), ValueError, "costs: expected an array [n, m] or [B, n, m]"),
        (softwarp.soft_dtw_of_costs, ([["a"]],), TypeError, "costs: expected real numbers"),
        (softwarp.soft_dtw_of_costs, ([[0.0, np.nan]],), softwarp.NotFiniteError, "finite"),
        (softwarp.soft_dtw_of_costs, ([[0.0]], -1), ValueError, "gamma"),
        (softwarp.soft_dtw_of_costs, ([[0.0]], "0"), TypeError, "gamma: expected a number"),
        (softwarp.alignment, (X, Y, -1), ValueError, "gamma"),
    ),
)
def test_wrong_arguments_are_named(function, arguments, error, said):
    with pytest.raises(error) as raised:
        function(*arguments)
    assert said in str(raised.value) and "\n" not in str(raised.value)


def test_wrong_costs_are_named():
    for function in (softwarp.alignment, softwarp.cost_matrix, softwarp.dtw_path):
        with pytest.raises(ValueError, match='cost.*"cosine"'):
            function(X[0], Y[0], cost="cosine")
        with pytest.raises(TypeError, match="cost: expected the name of a pointwise cost, found 3"):
            function(X[0], Y[0], cost=3)


@pytest.mark.parametrize("x", ([0, np.inf, 2], [0, np.nan, 2], [0, 1e160, 2]))
def test_costs_are_finite(x):
    with pytest.raises(softwarp.NotFiniteError, match="series 1: expected finite costs"):
        softwarp.cost_matrix(x, [0.0, 2, 2])
