"""Forms of series: arrays, batches, lists, padding; types and memory; and what is refused."""

import warnings

import numpy as np
import pytest

import softwarp
from softwarp import _series

RANDOM = np.random.default_rng(0)
X, Y = RANDOM.normal(size=(2, 3, 7, 2))  # a batch of three series, seven steps, two dimensions


def test_one_axis_is_one_series_of_one_dimension():
    x, y = X[0, :, 0].copy(), Y[0, :5, 0].copy()
    value, dx, dy = softwarp.soft_dtw_with_grad(x, y, grad_y=True)
    assert type(value) is float
    assert (dx.shape, dy.shape) == ((7,), (5,))
    other, other_dx = softwarp.soft_dtw_with_grad(x[:, None], y)
    assert value == other
    np.testing.assert_array_equal(dx[:, None], other_dx)


def test_two_axes_are_one_series():
    value, dx = softwarp.soft_dtw_with_grad(X[0], Y[0])
    assert type(value) is float and dx.shape == (7, 2)
    batch, batch_dx = softwarp.soft_dtw_with_grad(X[:1], Y[:1])
    assert batch.shape == (1,) and batch[0] == value
    np.testing.assert_array_equal(batch_dx[0], dx)


def test_a_batch_is_a_loop_over_its_series():
    values, dx, dy = softwarp.divergence_with_grad(X, Y, 0.5, grad_y=True)
    for b in range(len(X)):
        value, one_dx, one_dy = softwarp.divergence_with_grad(X[b], Y[b], 0.5, grad_y=True)
        assert values[b] == pytest.approx(value, rel=1e-12)
        np.testing.assert_allclose(dx[b], one_dx, rtol=1e-9)
        np.testing.assert_allclose(dy[b], one_dy, rtol=1e-9)


def ragged():
    xs = [RANDOM.normal(size=(n, 2)) for n in (4, 9, 1, 6)]
    ys = [RANDOM.normal(size=(m, 2)) for m in (7, 2, 5, 6)]
    return xs, ys


def test_a_list_of_unequal_lengths_is_a_loop_over_its_series():
    xs, ys = ragged()
    values, dx, dy = softwarp.soft_dtw_with_grad(xs, ys, 0.3, grad_y=True)
    for b, (x, y) in enumerate(zip(xs, ys)):
        value, one_dx, one_dy = softwarp.soft_dtw_with_grad(x, y, 0.3, grad_y=True)
        assert values[b] == pytest.approx(value, rel=1e-12)
        np.testing.assert_allclose(dx[b], one_dx, rtol=1e-9)
        np.testing.assert_allclose(dy[b], one_dy, rtol=1e-9)


def test_nan_at_the_end_is_padding():
    xs, ys = ragged()
    x, y = (np.full((4, 10, 2), np.nan) for _ in range(2))
    for b in range(4):
        x[b, : len(xs[b])], y[b, : len(ys[b])] = xs[b], ys[b]
    values, dx, dy = softwarp.soft_dtw_with_grad(x, y, 0.3, grad_y=True)
    expected, dxs, dys = softwarp.soft_dtw_with_grad(xs, ys, 0.3, grad_y=True)
    np.testing.assert_array_equal(values, expected)
    for b in range(4):
        for gradient, one in ((dx[b], dxs[b]), (dy[b], dys[b])):
            np.testing.assert_array_equal(gradient[: len(one)], one)
            assert not gradient[len(one) :].any()
    # One series, and a list of padded ones.
    assert softwarp.soft_dtw(x[1], y[1], 0.3) == pytest.approx(expected[1], rel=1e-12)
    values, dx = softwarp.soft_dtw_with_grad(list(x), list(y), 0.3)
    np.testing.assert_array_equal(values, expected)
    assert [d.shape for d in dx] == [(10, 2)] * 4


def test_a_step_that_is_nan_in_part_is_no_padding():
    x = X[0].copy()
    x[-1, 0] = np.nan
    with pytest.raises(softwarp.NotFiniteError, match="NaN"):
        softwarp.soft_dtw(x, Y[0])
    x = X[0].copy()
    x[-1, 1] = np.nan
    with pytest.raises(softwarp.NotFiniteError, match="NaN"):
        softwarp.soft_dtw(x, Y[0])


def test_lists_of_lists_are_series():
    values, dx = softwarp.soft_dtw_with_grad([[0, 1, 2], [1, 2]], [[0, 2], [1, 1]])
    assert values[0] == softwarp.soft_dtw(np.array([0.0, 1, 2]), np.array([0.0, 2]))
    assert [d.shape for d in dx] == [(3,), (2,)]
    assert softwarp.dtw([0, 1, 2], [0, 2, 2]) == 1.0
    assert softwarp.dtw((0, 1, 2), [0, 2, 2]) == 1.0


@pytest.mark.parametrize("dtype", (np.int8, np.int64, np.uint16, bool, np.float16, np.longdouble, ">f8", ">f4"))
def test_other_numbers_become_float64(dtype):
    x, y = (np.round(3 * series).clip(0, 1).astype(dtype) for series in (X, Y))
    value, dx = softwarp.soft_dtw_with_grad(x, y)
    expected, expected_dx = softwarp.soft_dtw_with_grad(x.astype(np.float64), y.astype(np.float64))
    np.testing.assert_array_equal(value, expected)
    np.testing.assert_array_equal(dx, expected_dx)
    assert dx.dtype == np.float64


def test_float32_beside_float64_becomes_float64():
    x = X.astype(np.float32)
    value, dx, dy = softwarp.soft_dtw_with_grad(x, Y, grad_y=True)
    assert dx.dtype == dy.dtype == np.float64
    np.testing.assert_array_equal(value, softwarp.soft_dtw(x.astype(np.float64), Y))
    assert softwarp.soft_dtw_with_grad(list(x), list(x))[1][0].dtype == np.float32
    assert softwarp.soft_dtw_with_grad([x[0], X[1]], list(x[:2]))[1][0].dtype == np.float64


def layouts(x):
    yield "Fortran order", np.asfortranarray(x)
    yield "reversed", x[:, ::-1].copy()[:, ::-1]
    yield "every second", np.repeat(x, 2, axis=1)[:, ::2]
    yield "transposed", x.transpose(2, 1, 0).copy().transpose(2, 1, 0)
    yield "not aligned", np.frombuffer(b"." + x.tobytes(), x.dtype, offset=1).reshape(x.shape)
    locked = x.copy()
    locked.flags.writeable = False
    yield "read-only", locked
    yield "a subclass", x.view(type("Subclass", (np.ndarray,), {}))
    yield "big-endian", x.astype(x.dtype.newbyteorder(">"))


@pytest.mark.parametrize("name", [name for name, _ in layouts(X)])
def test_memory_in_any_order_gives_the_same_bits(name):
    x = dict(layouts(X))[name]
    before = x.copy()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for ours, theirs in zip(softwarp.dilate_with_grad(x, Y), softwarp.dilate_with_grad(X, Y)):
            np.testing.assert_array_equal(ours, theirs)
    np.testing.assert_array_equal(x, before)


def test_arrays_in_order_are_not_copied():
    for dtype in (np.float32, np.float64):
        x = X.astype(dtype)
        for given in (x, x[1], x[1:], x[1, :, 0].copy()):
            read, _, _ = _series.read_pair(given, given)
            assert np.shares_memory(read.values, given)
        read, _ = _series.read_sets(x[:, :, 0].copy())
        assert read.values.base is not None


def test_large_copies_are_warned_of_where_they_are_made(monkeypatch):
    monkeypatch.setattr(_series, "LARGE_COPY", X.nbytes - 1)
    for x, said in ((np.asfortranarray(X), "not in C order"), (X.astype(np.float32), "float32, not float64")):
        with pytest.warns(softwarp.CopyWarning, match=said) as caught:
            softwarp.soft_dtw(x, Y)
        assert [warning.filename for warning in caught] == [__file__]
        with pytest.warns(softwarp.CopyWarning, match=said) as caught:
            softwarp.cdist(x, Y)
        assert [warning.filename for warning in caught] == [__file__]
    monkeypatch.setattr(_series, "LARGE_COPY", X.nbytes)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        softwarp.soft_dtw(np.asfortranarray(X), Y)


NAN = np.full((3, 7, 2), np.nan)
WRONG = {
    "no axis": (1.0, 2.0, ValueError, "x: expected an array of 1, 2 or 3 axes, found an array of shape ()"),
    "four axes": (X[None], Y[None], ValueError, "x: expected an array of 1, 2 or 3 axes, found an array of shape (1,"),
    "empty": ([], [], ValueError, "x: expected at least one series, step and dimension, found an array of shape (0,)"),
    "no series": (X[:0], Y[:0], ValueError, "x: expected at least one series, step and dimension"),
    "no steps": (X, Y[:, :0], ValueError, "y: expected at least one series, step and dimension"),
    "an empty series": ([X[0], X[0, :0]], list(Y[:2]), ValueError, "x: series 2: expected [T] or [T, D]"),
    "one and a batch": (X[0], Y, ValueError, "x and y: expected two series or two batches, found an array of sha"),
    "other counts": (X, Y[:2], ValueError, "x and y: expected as many series in both, found 3 and 2"),
    "other dims": (X, Y[:, :, :1], ValueError, "x and y: expected as many dimensions in both, found 2 and 1"),
    "dims in a list": ([X[0], X[0, :, :1]], list(Y[:2]), ValueError, "x: series 2: expected series of as many dim"),
    "complex": (X + 1j, Y, TypeError, "x: expected real numbers, found an array of complex128"),
    "strings": (["a", "b"], Y, TypeError, "x: expected real numbers, found an array of <U1"),
    "objects": (X, np.array([None, 1]), TypeError, "y: expected real numbers, found an array of object"),
    "nothing": (None, Y, TypeError, "x: expected real numbers, found an array of object"),
    "dates": (np.array(["2020-01-01"], "M8[D]"), Y, TypeError, "x: expected real numbers, found an array of datetime"),
    "a mask": (np.ma.masked_array(X, X > 0), Y, TypeError, "x: expected an array without a mask"),
    # Versions of NumPy before 1.24 make an array of objects of it.
    "uneven": ([[[0, 1], [2]]], [[[0, 1], [2, 3]]], (ValueError, TypeError), "x: series 1: expected "),
    "a number in a list": ([X[0], 1.0], list(Y[:2]), ValueError, "x: series 2: expected [T] or [T, D]"),
    "only NaN": (X, NAN, ValueError, "y: series 1: expected numbers, found only NaN"),
    "NaN inside x": (np.where(X == X[1, 3, 1], np.nan, X), Y, softwarp.NotFiniteError, "series 2, step 4"),
    "infinity": (np.where(X == X[1, 3, 1], np.inf, X), Y, softwarp.NotFiniteError, "series 2, step 4"),
    "too large": (1e200 * X, Y, softwarp.NotFiniteError, "series 1"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_makes_no_series_is_refused_in_one_line(case):
    x, y, error, said = WRONG[case]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # old versions of NumPy warn of uneven lists
        with pytest.raises(error) as raised:
            softwarp.soft_dtw_with_grad(x, y)
    assert said in str(raised.value)
    assert "\n" not in str(raised.value)


def test_euclidean_needs_one_length():
    with pytest.raises(ValueError, match="equal length, found 7 and 6"):
        softwarp.euclidean(X, Y[:, :6])


def test_missing_steps_need_one_length():
    y = Y.copy()
    y[0, 2] = np.nan
    with pytest.raises(ValueError, match="missing"):
        softwarp.soft_dtw(X[:, :6], y)


def test_not_finite_error_is_a_value_error_of_the_package():
    import pickle

    error = pickle.loads(pickle.dumps(softwarp.NotFiniteError("x")))
    assert isinstance(error, ValueError) and repr(type(error)) == "<class 'softwarp.NotFiniteError'>"
