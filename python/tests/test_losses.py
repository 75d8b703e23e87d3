"""Values and gradients of the losses, against enumeration, finite differences and what other implementations gave."""

import json
from pathlib import Path

import numpy as np
import pytest
import reference

import softwarp

GOLDEN = Path(__file__).resolve().parents[2] / "tests" / "reference" / "golden"

NAMED = {
    "softdtw": (softwarp.soft_dtw, softwarp.soft_dtw_with_grad),
    "softdtw-divergence": (softwarp.divergence, softwarp.divergence_with_grad),
    "sharp": (softwarp.sharp, softwarp.sharp_with_grad),
    "sharp-divergence": (softwarp.sharp_divergence, softwarp.sharp_divergence_with_grad),
    "dilate": (softwarp.dilate, softwarp.dilate_with_grad),
    "dtw": (softwarp.dtw, softwarp.dtw_with_grad),
    "euclidean": (softwarp.euclidean, softwarp.euclidean_with_grad),
}


def options_of(name, **options):
    """Those of the options that the loss has."""
    has = {"euclidean": (), "dtw": ("cost", "band"), "dilate": ("gamma", "cost", "band", "alpha")}
    return {key: options[key] for key in options if key in has.get(name, ("gamma", "cost", "band"))}


def pair(name, dims=2, seed=0):
    random = np.random.default_rng(seed)
    return random.normal(size=(5, dims)), random.normal(size=(5 if name == "euclidean" else 4, dims))


@pytest.mark.parametrize("name", reference.LOSSES)
@pytest.mark.parametrize("cost", reference.COSTS)
@pytest.mark.parametrize("gamma", (0.1, 1.0, 10.0))
def test_value_is_that_of_all_alignments(name, cost, gamma):
    x, y = pair(name)
    options = options_of(name, gamma=gamma, cost=cost, alpha=0.3)
    value = softwarp.loss(x, y, name, **options)
    assert type(value) is float
    assert value == pytest.approx(reference.loss(name, x, y, **options), rel=1e-12)


@pytest.mark.parametrize("name", reference.ALIGNING)
def test_band_leaves_out_alignments(name):
    x, y = pair("euclidean")
    options = options_of(name, gamma=0.5)
    for band in (0, 1, 2):
        value = softwarp.loss(x, y, name, band=band, **options)
        assert value == pytest.approx(reference.loss(name, x, y, band=band, **options), rel=1e-12)


@pytest.mark.parametrize("name", reference.LOSSES)
@pytest.mark.parametrize("cost", ("sqeuclidean", "huber:0.5"))
def test_gradients_are_those_of_finite_differences(name, cost):
    x, y = pair(name, seed=1)
    options = options_of(name, gamma=0.7, cost=cost, alpha=0.3)
    value, dx, dy = softwarp.loss_with_grad(x, y, name, grad_y=True, **options)
    assert value == pytest.approx(softwarp.loss(x, y, name, **options), rel=1e-12)
    np.testing.assert_allclose(
        dx, reference.differences(lambda x: reference.loss(name, x, y, **options), x), rtol=1e-6, atol=1e-8
    )
    np.testing.assert_allclose(
        dy, reference.differences(lambda y: reference.loss(name, x, y, **options), y), rtol=1e-6, atol=1e-8
    )


@pytest.mark.parametrize("name", reference.LOSSES)
def test_named_functions_are_the_losses_of_their_names(name):
    plain, with_grad = NAMED[name]
    x, y = np.random.default_rng(2).normal(size=(2, 3, 6, 2))
    options = options_of(name, gamma=0.2, band=3, cost="absolute", alpha=0.9)
    value = softwarp.loss(x, y, name, **options)
    np.testing.assert_array_equal(plain(x, y, **options), value)
    for grad_y in (False, True):
        result = with_grad(x, y, grad_y=grad_y, **options)
        expected = softwarp.loss_with_grad(x, y, name, grad_y=grad_y, **options)
        assert len(result) == len(expected) == 2 + grad_y
        for a, b in zip(result, expected):
            np.testing.assert_array_equal(a, b)
    defaults = options_of(name, gamma=1.0, alpha=0.5)
    np.testing.assert_array_equal(plain(x, y), softwarp.loss(x, y, name, **defaults))
    np.testing.assert_array_equal(softwarp.loss(x, y, name), softwarp.loss(x, y, name, **defaults))


def test_same_values_as_google_and_mblondel():
    cases = (GOLDEN / "sdtw_cases.txt").read_text().split("\ncase ")[1:]
    assert len(cases) > 20
    for case in cases:
        header, *lines = case.splitlines()
        n, m, d = map(int, header.split()[1:])
        numbers = [(line.split()[0], np.array(line.split()[1:], float)) for line in lines if not line.startswith("#")]
        x, y = numbers[0][1].reshape(n, d), numbers[1][1].reshape(m, d)
        gamma = None
        for what, value in numbers[2:]:
            if what == "dtw_sq":
                assert softwarp.dtw(x, y) == pytest.approx(value[0], rel=1e-10, abs=1e-12)
            elif what == "gamma":
                gamma = value[0]
                ours, dx = softwarp.soft_dtw_with_grad(x, y, gamma)
            elif what == "value":
                assert ours == pytest.approx(value[0], rel=1e-10, abs=1e-9)
            elif what == "grad":
                np.testing.assert_allclose(dx, value.reshape(n, d), rtol=1e-6, atol=1e-8)
            elif what == "E":
                np.testing.assert_allclose(softwarp.alignment(x, y, gamma), value.reshape(n, m), rtol=1e-6, atol=1e-9)
        assert gamma is not None


def test_same_values_as_google_for_divergences():
    for case in json.loads((GOLDEN / "divergences.json").read_text()):
        x, y = np.array(case["x"]), np.array(case["y"])
        for expected in case["results"]:
            for ours, theirs in (
                (softwarp.soft_dtw_with_grad, "sdtw"),
                (softwarp.divergence_with_grad, "sdtw_div"),
                (softwarp.sharp_with_grad, "sharp_sdtw"),
                (softwarp.sharp_divergence_with_grad, "sharp_sdtw_div"),
            ):
                value, dx = ours(x, y, expected["gamma"], cost="halfsqeuclidean")
                # Theirs cancel at small gamma: the gradients of sharp are differences of large numbers.
                assert value == pytest.approx(expected[theirs], rel=1e-7, abs=1e-7)
                np.testing.assert_allclose(dx, expected[theirs + "_grad"], rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("name", reference.LOSSES)
def test_float32_is_computed_in_float32(name):
    x, y = np.random.default_rng(3).normal(size=(2, 4, 20, 2)).astype(np.float32)
    value, dx, dy = softwarp.loss_with_grad(x, y, name, grad_y=True)
    assert (value.dtype, dx.dtype, dy.dtype) == (np.float64, np.float32, np.float32)
    exact, exact_dx, exact_dy = softwarp.loss_with_grad(x.astype(float), y.astype(float), name, grad_y=True)
    np.testing.assert_allclose(value, exact, rtol=1e-5, atol=1e-4)
    np.testing.assert_allclose(dx, exact_dx, atol=2e-4)
    np.testing.assert_allclose(dy, exact_dy, atol=2e-4)


@pytest.mark.parametrize("name", reference.LOSSES)
def test_missing_steps_cost_nothing_and_have_no_gradient(name):
    x, y = pair("euclidean")
    y[2] = np.nan
    kept = [0, 1, 3, 4]
    value, dx, dy = softwarp.loss_with_grad(x, y, name, grad_y=True)
    expected, expected_dx, expected_dy = softwarp.loss_with_grad(x[kept], y[kept], name, grad_y=True)
    assert value == pytest.approx(expected, rel=1e-12)
    np.testing.assert_allclose(dx[kept], expected_dx, rtol=1e-9)
    np.testing.assert_allclose(dy[kept], expected_dy, rtol=1e-9)
    assert not dx[2].any() and not dy[2].any()


@pytest.mark.parametrize(
    "arguments, error, said",
    (
        ({"metric": "soft-dtw"}, ValueError, "expected one of euclidean, softdtw"),
        ({"metric": 1}, TypeError, "metric: expected the name of a loss, found 1"),
        ({"gamma": -1}, ValueError, "expected gamma > 0, found -1"),
        ({"gamma": np.nan}, ValueError, "gamma"),
        ({"gamma": "1"}, TypeError, "gamma: expected a number, found '1'"),
        ({"gamma": [1.0, 2.0]}, TypeError, "gamma: expected a number"),
        ({"gamma": 1j}, TypeError, "gamma: expected a number"),
        ({"metric": "dtw", "gamma": 1.0}, ValueError, "dtw: expected no gamma"),
        ({"band": -1}, ValueError, "band"),
        ({"band": 1.5}, TypeError, "band: expected a whole number, found 1.5"),
        ({"band": 1 << 80}, ValueError, "band: expected a whole number of 64 bits"),
        ({"cost": "cosine"}, ValueError, 'cost: expected one of .*found "cosine"'),
        ({"cost": 2}, TypeError, "cost: expected the name of a pointwise cost, found 2"),
        ({"alpha": 0.5}, ValueError, "softdtw: expected no alpha"),
        ({"metric": "dilate", "alpha": 2}, ValueError, "alpha"),
        ({"gamma": 1e-300}, softwarp.NotFiniteError, "gamma"),
    ),
)
def test_wrong_options_are_named(arguments, error, said):
    with pytest.raises(error, match=said) as raised:
        softwarp.loss([0.0, 1.0], [1.0, 0.0], **arguments)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    "call",
    (
        lambda x: softwarp.soft_dtw(x, x, cost="huber:1, band=0"),
        lambda x: softwarp.loss(x, x, "dtw(band=0)"),
        lambda x: softwarp.loss(x, x, "dtw\0zzz"),
        lambda x: softwarp.soft_dtw(x, x, gamma=10**400),
    ),
)
def test_options_cannot_be_smuggled_in(call):
    with pytest.raises(ValueError, match="expected"):
        call([0.0, 1])
