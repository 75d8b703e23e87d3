"""The losses as modules of PyTorch."""

import copy
import doctest
import importlib
import multiprocessing
import os
import pickle
import signal
import threading

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="needs PyTorch")

import torch.utils.checkpoint  # noqa: E402

import softwarp  # noqa: E402
import softwarp.torch as losses  # noqa: E402
from softwarp.torch import _operators  # noqa: E402

since_2_4 = pytest.mark.skipif(not _operators.HAS_OPERATORS, reason="needs PyTorch 2.4")


def squared(x, y):
    return (x[:, :, None] - y[:, None]).square().sum(3)


def tilted(x, y):
    """Costs that are not symmetric, and may be negative."""
    return torch.tanh(x[:, :, None] * 2 - y[:, None]).sum(3) + 0.1 * squared(x, y)


LOSSES = {
    "soft-DTW": losses.SoftDTWLoss(0.5),
    "normalize": losses.SoftDTWLoss(0.5, normalize=True),
    "band": losses.SoftDTWLoss(2.0, band=2, cost="huber"),
    "dist_func": losses.SoftDTWLoss(0.5, dist_func=tilted),
    "normalized dist_func": losses.SoftDTWLoss(0.5, True, tilted, band=3),
    "divergence": losses.SoftDTWDivergenceLoss(0.7),
    "sharp": losses.SharpLoss(0.5),
    "sharp divergence": losses.SharpLoss(0.5, normalize=True),
    "DILATE": losses.DilateLoss(0.3, 0.5),
    "DTW": losses.DTWLoss(),
}
of_all_losses = pytest.mark.parametrize("loss", LOSSES.values(), ids=LOSSES.keys())

# The function of NumPy that a loss equals.
EQUALS = (
    (losses.SoftDTWLoss(0.5), softwarp.soft_dtw_with_grad, dict(gamma=0.5)),
    (losses.SoftDTWLoss(0.5, True, band=2), softwarp.divergence_with_grad, dict(gamma=0.5, band=2)),
    (losses.SoftDTWDivergenceLoss(0.5, cost="huber"), softwarp.divergence_with_grad, dict(gamma=0.5, cost="huber")),
    (losses.SharpLoss(2), softwarp.sharp_with_grad, dict(gamma=2)),
    (losses.SharpLoss(2, normalize=True), softwarp.sharp_divergence_with_grad, dict(gamma=2)),
    (losses.DilateLoss(0.2, 0.3), softwarp.dilate_with_grad, dict(alpha=0.2, gamma=0.3)),
    (losses.DTWLoss(cost="absolute"), softwarp.dtw_with_grad, dict(cost="absolute")),
)


def batch(*shape, seed=0, dtype=torch.float64, grad=True):
    generator = torch.Generator().manual_seed(seed)
    return torch.randn(*shape, generator=generator, dtype=dtype).requires_grad_(grad)


def pair(dtype=torch.float64):
    return batch(3, 5, 2, dtype=dtype), batch(3, 7, 2, seed=1, dtype=dtype)


def with_gradients(loss, x, y, **lengths):
    """The value, and its gradients where they are asked for."""
    value = loss(x, y, **lengths)
    asked = [tensor for tensor in (x, y) if tensor.requires_grad]
    return (value, *torch.autograd.grad(value.sum(), asked))


def assert_same(found, expected, **tolerance):
    assert len(found) == len(expected)
    for a, b in zip(found, expected):
        torch.testing.assert_close(a, b, **(tolerance or dict(rtol=1e-12, atol=1e-12)))


@of_all_losses
def test_gradients_are_those_of_differences(loss):
    x, y = batch(2, 4, 2), batch(2, 5, 2, seed=1)
    assert torch.autograd.gradcheck(loss, (x, y))
    lengths = [4, 2], torch.tensor([1, 5], dtype=torch.int32)
    assert torch.autograd.gradcheck(lambda x, y: loss(x, y, *lengths), (x, y))


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("dtype", (torch.float32, torch.float64))
@pytest.mark.parametrize("loss, function, options", EQUALS)
def test_losses_equal_the_functions_of_numpy(loss, function, options, dtype):
    x, y = pair(dtype)
    loss = copy.copy(loss)
    loss.reduction = "none"
    value, dx, dy = function(x.detach().numpy(), y.detach().numpy(), grad_y=True, **options)
    expected = torch.from_numpy(value).to(dtype), torch.from_numpy(dx), torch.from_numpy(dy)
    assert_same(with_gradients(loss, x, y), expected, rtol=0, atol=0)


@pytest.mark.parametrize("name", ("torch", "torch._modules", "torch._tslearn"))
def test_examples_do_what_they_show(name):
    module = importlib.import_module(f"softwarp.{name}")
    assert doctest.testmod(module, extraglobs=dict(torch=torch)).failed == 0
    assert all(getattr(losses, name).__doc__ for name in losses.__all__)


def test_soft_dtw_is_a_function():
    x, y = pair()
    value, dx, dy = softwarp.soft_dtw_with_grad(x.detach().numpy(), y.detach().numpy(), 0.3, band=2, grad_y=True)
    found = with_gradients(lambda x, y: losses.soft_dtw(x, y, 0.3, band=2), x, y)
    assert_same(found, [torch.from_numpy(array) for array in (value, dx, dy)], rtol=0, atol=0)
    assert losses.soft_dtw(x, y, mask_x=torch.ones(3, 5, dtype=torch.bool)).shape == (3,)


@of_all_losses
def test_reductions(loss):
    x, y = pair()
    mean, total, each = (copy.copy(loss) for _ in range(3))
    total.reduction, each.reduction = "sum", "none"
    values = each(x, y)
    assert values.shape == (3,) and values.dtype == torch.float64
    weights = torch.tensor([1.0, -2, 0.5], dtype=torch.float64)
    for reduced, expected in ((mean, values.mean()), (total, values.sum())):
        gradients = torch.autograd.grad(expected, (x, y), retain_graph=True)
        assert_same(with_gradients(reduced, x, y), (expected, *gradients))
    weighted = torch.autograd.grad(values @ weights, (x, y), retain_graph=True)
    for b, weight in enumerate(weights):
        alone = with_gradients(loss, x[b : b + 1].detach().requires_grad_(), y[b : b + 1].detach().requires_grad_())
        assert_same([weighted[0][b], weighted[1][b]], [weight * alone[1][0], weight * alone[2][0]])


@of_all_losses
def test_two_series_give_a_scalar(loss):
    x, y = pair()
    expected = loss(x[:1], y[:1])
    for reduction in ("mean", "sum", "none"):
        one = copy.copy(loss)
        one.reduction = reduction
        found = one(x[0], y[0])
        assert found.shape == () and found == expected
    assert loss(x[0], y[0], 3, [4]) == loss(x[:1, :3], y[:1, :4])


@pytest.mark.filterwarnings("error")
@of_all_losses
def test_lengths_and_masks_equal_a_loop(loss):
    x, y = pair()
    loss = copy.copy(loss)
    loss.reduction = "none"
    lengths_x, lengths_y = [5, 2, 1], [3, 7, 4]
    values, dx, dy = with_gradients(loss, x, y, lengths_x=lengths_x, lengths_y=torch.tensor(lengths_y))
    for b, (n, m) in enumerate(zip(lengths_x, lengths_y)):
        one = x[b : b + 1, :n].detach().requires_grad_(), y[b : b + 1, :m].detach().requires_grad_()
        found = values[b : b + 1], dx[b : b + 1, :n], dy[b : b + 1, :m]
        assert_same(found, with_gradients(loss, *one))
        assert not dx[b, n:].any() and not dy[b, m:].any()
    masks = [torch.arange(steps) < torch.tensor(of)[:, None] for steps, of in ((5, lengths_x), (7, lengths_y))]
    assert_same(with_gradients(loss, x, y, mask_x=masks[0], mask_y=masks[1]), (values, dx, dy), rtol=0, atol=0)


def test_padding_is_not_read():
    x, y = pair()
    lengths = dict(lengths_x=[5, 2, 1], lengths_y=[3, 7, 4])
    expected = with_gradients(losses.SoftDTWLoss(), x, y, **lengths)
    x.data[1, 2:] = torch.nan
    y.data[0, 3:] = torch.inf
    assert_same(with_gradients(losses.SoftDTWLoss(), x, y, **lengths), expected, rtol=0, atol=0)


def test_only_gradients_that_are_needed(monkeypatch):
    asked = []
    pairs = _operators._pairs

    def spy(*arguments):
        asked.append(arguments[-2:])
        return pairs(*arguments)

    monkeypatch.setattr(_operators, "_pairs", spy)
    x, y = pair()
    loss = losses.SoftDTWLoss()
    loss(x, y.detach()).backward()
    loss(x.detach(), y).backward()
    loss(x, y).backward()
    loss(x.detach(), y.detach())
    with torch.no_grad():
        assert not loss(x, y).requires_grad
    assert asked == [(True, False), (False, True), (True, True), (False, False), (False, False)]


def test_tensors_of_any_layout():
    x, y = pair()
    expected = with_gradients(losses.SoftDTWLoss(), x, y)
    for change in (
        lambda t: t.transpose(0, 1).contiguous().transpose(0, 1),
        lambda t: torch.stack([t, -t], dim=3)[..., 0],
        lambda t: t.flip(1).flip(1),
        lambda t: torch.cat([t, t], dim=1)[:, : t.shape[1]],
    ):
        a, b = change(x.detach()).requires_grad_(), change(y.detach()).requires_grad_()
        assert_same(with_gradients(losses.SoftDTWLoss(), a, b), expected, rtol=0, atol=0)
    one = x.detach()[:1].requires_grad_()
    assert torch.autograd.gradcheck(lambda one, y: losses.SoftDTWLoss()(one.expand(3, -1, -1), y), (one, y))


def test_types_are_promoted_as_by_torch():
    x, y = pair(torch.float32)
    value, dx, dy = with_gradients(losses.SoftDTWLoss(), x, y.detach().double().requires_grad_())
    assert (value.dtype, dx.dtype, dy.dtype) == (torch.float64, torch.float32, torch.float64)
    assert losses.SoftDTWLoss()(x, torch.arange(42).reshape(3, 7, 2)).dtype == torch.float32
    for mean in (losses.SoftDTWLoss(), losses.SoftDTWLoss(dist_func=squared)):
        assert mean(x, y).dtype == torch.float32


X, Y = batch(3, 5, 2, dtype=torch.float32), batch(3, 7, 2, dtype=torch.float32)
MASK = torch.tensor([[True, False, True, False, False]] * 3)

WRONG = (
    (TypeError, "x: expected float32 or float64, found torch.float16; convert it with .float()", X.half(), Y, {}),
    (TypeError, "y: .* found torch.bfloat16; convert it with .float()", X, Y.bfloat16(), {}),
    (TypeError, "expected float32 or float64, found torch.int64", X.long(), Y.long(), {}),
    (TypeError, "found torch.complex64", X, Y.to(torch.complex64), {}),
    (TypeError, "y: expected a tensor, found ndarray", X, Y.detach().numpy(), {}),
    (ValueError, r"x: expected a batch .*, found a tensor of shape \(5,\)", X[0, :, 0], Y, {}),
    (ValueError, "two batches .* or two series", X[0], Y, {}),
    (ValueError, "as many series and dimensions", X[:2], Y, {}),
    (ValueError, "as many series and dimensions", X[..., :1], Y, {}),
    (ValueError, "x: expected at least one series", X[:0], Y[:0], {}),
    (ValueError, "x: expected a dense tensor", X.detach().to_sparse(), Y, {}),
    (ValueError, "x: series 2: expected a length from 1 to 5, found 6", X, Y, dict(lengths_x=[5, 6, 1])),
    (ValueError, "y: series 3: expected a length from 1 to 7, found 0", X, Y, dict(lengths_y=[5, 6, 0])),
    (ValueError, r"lengths_x: expected one for each of 3 series, found shape \(2,\)", X, Y, dict(lengths_x=[5, 5])),
    (TypeError, "lengths_y: expected whole numbers", X, Y, dict(lengths_y=[5.0, 1, 1])),
    (ValueError, "mask_x: expected True at the steps", X, Y, dict(mask_x=MASK)),
    (ValueError, "mask_y: expected shape", X, Y, dict(mask_y=MASK)),
    (TypeError, "mask_x: expected a tensor of bool, found torch.int64", X, Y, dict(mask_x=MASK.long())),
    (ValueError, "x: expected lengths or a mask", X, Y, dict(mask_x=MASK, lengths_x=[1, 1, 1])),
    (softwarp.NotFiniteError, "series 1, step 1: expected a finite number", X * torch.nan, Y, {}),
)


@pytest.mark.parametrize("error, said, x, y, options", WRONG)
def test_wrong_arguments_are_named(error, said, x, y, options):
    with pytest.raises(error, match=said):
        losses.SoftDTWLoss()(x, y, **options)


@pytest.mark.parametrize(
    "error, said, make",
    (
        (ValueError, "gamma > 0, found -1", lambda: losses.SoftDTWLoss(-1)),
        (TypeError, "gamma: expected a number", lambda: losses.SharpLoss("much")),
        (ValueError, "alpha", lambda: losses.DilateLoss(2)),
        (ValueError, "band", lambda: losses.DTWLoss(band=-1)),
        (ValueError, "cost", lambda: losses.DTWLoss(cost="none")),
        (ValueError, "reduction: expected one of mean, sum, none, found 'm'", lambda: losses.DTWLoss(reduction="m")),
        (ValueError, "cost: expected none beside", lambda: losses.SoftDTWLoss(dist_func=squared, cost="huber")),
        (ValueError, "global_constraint", lambda: losses.SoftDTWLossPyTorch(global_constraint="band")),
        (ValueError, "global_constraint", lambda: losses.SoftDTWLossPyTorch(1, False, None, None, 1, 2.0)),
    ),
)
def test_wrong_options_are_named(error, said, make):
    with pytest.raises(error, match=said):
        make()


@pytest.mark.parametrize(
    "error, said, dist_func, lengths",
    (
        (ValueError, r"shape \(3, 5, 7\), found \(3, 5\)", lambda x, y: squared(x, y).sum(2), None),
        (TypeError, "dist_func: expected to get a tensor", lambda x, y: 1, None),
        (TypeError, "dist_func: expected float32 or float64", lambda x, y: squared(x, y).half(), None),
        (softwarp.NotFiniteError, "finite", lambda x, y: squared(x, y) / 0, None),
        (ValueError, "lengths: expected at least 1, and at most 5 of x", squared, [1, 2, 6]),
    ),
)
def test_wrong_costs_are_named(error, said, dist_func, lengths):
    with pytest.raises(error, match=said):
        losses.SoftDTWLoss(dist_func=dist_func)(X, Y, lengths)


@since_2_4
def test_tensors_must_be_in_one_memory():
    with pytest.raises(ValueError, match="expected tensors on one device, found meta and cpu"):
        losses.SoftDTWLoss()(X.to("meta"), Y)


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs CUDA")
def test_tensors_of_cuda_are_refused():
    with pytest.raises(ValueError, match="x: expected a tensor on the CPU, found one on cuda:0; move it with .cpu"):
        losses.SoftDTWLoss()(X.cuda(), Y)


@of_all_losses
def test_second_derivatives_are_refused(loss):
    x, y = pair()
    with pytest.raises(RuntimeError, match="gradients of its losses cannot be differentiated; omit create_graph"):
        torch.autograd.grad(loss(x, y), x, create_graph=True)


def test_backward_twice():
    x, y = pair()
    value = losses.SoftDTWLoss()(x, y)
    first = torch.autograd.grad(value, (x, y), retain_graph=True)
    assert_same(torch.autograd.grad(value, (x, y)), first, rtol=0, atol=0)
    with pytest.raises(RuntimeError, match="second time"):
        torch.autograd.grad(value, x)


@pytest.mark.skipif(not hasattr(torch, "set_default_device"), reason="needs PyTorch 2.0")
def test_other_default_devices_and_types():
    x, y = pair(torch.float32)
    mask = torch.arange(5) < torch.tensor([5, 2, 3])[:, None]
    tested = [(loss, options) for loss in LOSSES.values() for options in (dict(), dict(lengths_x=[5, 2, 3]))]
    tested += [(losses.SoftDTWLoss(), dict(mask_x=mask)), (losses.SoftDTWLossPyTorch(sakoe_chiba_radius=2), dict())]
    expected = [with_gradients(loss, x, y, **options) for loss, options in tested]
    torch.set_default_device("meta")
    torch.set_default_dtype(torch.float16)
    try:
        found = [with_gradients(loss, x, y, **options) for loss, options in tested]
    finally:
        torch.set_default_dtype(torch.float32)
        torch.set_default_device(None)
    for (loss, _), a, b in zip(tested, found, expected):
        assert_same(a, b, rtol=0, atol=0)


@pytest.mark.parametrize("reentrant", (True, False))
def test_checkpoints_and_detection_of_anomalies(reentrant):
    x, y = pair()
    expected = with_gradients(losses.SoftDTWLoss(), x, y)
    with torch.autograd.set_detect_anomaly(True):
        value = torch.utils.checkpoint.checkpoint(losses.SoftDTWLoss(), x, y, use_reentrant=reentrant)
        value.backward()
    assert_same((value, x.grad, y.grad), expected, rtol=0, atol=0)


def test_autocast():
    x, y = pair(torch.float32)
    expected = with_gradients(losses.SoftDTWLoss(), x, y)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        assert_same(with_gradients(losses.SoftDTWLoss(), x, y), expected, rtol=0, atol=0)
        with pytest.raises(TypeError, match="found torch.bfloat16; convert it with .float()"):
            losses.SoftDTWLoss()(x @ torch.eye(2), y)


@of_all_losses
def test_modules_are_copied_and_have_no_state(loss):
    assert not loss.state_dict() and not list(loss.parameters())
    x, y = pair()
    expected = loss(x, y)
    for same in (copy.deepcopy(loss), pickle.loads(pickle.dumps(loss))):
        assert same(x, y) == expected and repr(same) == repr(loss)


def test_options_are_shown_and_may_be_changed():
    loss = losses.SoftDTWLoss(0.5, band=3)
    assert repr(loss) == "SoftDTWLoss(gamma=0.5, band=3, reduction='mean')"
    assert repr(losses.DilateLoss()) == "DilateLoss(alpha=0.5, gamma=1.0, reduction='mean')"
    x, y = pair()
    loss.gamma, loss.band = 0.1, None
    assert loss(x, y) == losses.SoftDTWLoss(0.1)(x, y)


def test_a_training_lowers_the_loss():
    torch.manual_seed(0)
    past, future = batch(16, 6, 1, grad=False), batch(16, 4, 1, seed=1, grad=False)
    network = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(6, 4), torch.nn.Unflatten(1, (4, 1))).double()
    loss = losses.SoftDTWLoss(0.1, normalize=True)
    optimizer = torch.optim.Adam(network.parameters(), lr=0.1)
    values = []
    for _ in range(20):
        optimizer.zero_grad()
        value = loss(network(past), future)
        value.backward()
        optimizer.step()
        values.append(value.item())
    assert values[-1] < 0.7 * values[0]


def test_threads_give_the_bits_of_one():
    x, y = batch(20, 30, 2, grad=False), batch(20, 25, 2, seed=1, grad=False)

    def compute():
        return torch.cat([g.flatten() for g in with_gradients(losses.SharpLoss(), x.clone().requires_grad_(), y)[1:]])

    expected, found = compute(), []
    threads = [threading.Thread(target=lambda: found.append(compute())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8 and all(torch.equal(one, expected) for one in found)


class Losses(torch.utils.data.Dataset):
    """Item i is the loss, with its gradient, of the i-th pair, computed where the item is asked for."""

    def __len__(self):
        return 4

    def __getitem__(self, i):
        x, y = batch(5, 2, seed=i), batch(7, 2, seed=10 + i, grad=False)
        value, dx = with_gradients(losses.SoftDTWLoss(), x, y)
        return value.detach(), dx


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="needs fork()")
def test_workers_of_a_data_loader():
    expected = [Losses()[i] for i in range(4)]
    loader = torch.utils.data.DataLoader(Losses(), batch_size=2, num_workers=2, multiprocessing_context="fork")
    found = [torch.cat(parts) for parts in zip(*loader)]
    assert_same(found, [torch.stack(parts) for parts in zip(*expected)], rtol=0, atol=0)


def test_a_long_call_can_be_interrupted():
    x = batch(1, 60000, 1, dtype=torch.float32, grad=False)
    threading.Timer(0.2, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
    with pytest.raises(KeyboardInterrupt):
        losses.SoftDTWLoss()(x, x)


# torch.compile() and torch.export()


@since_2_4
def test_the_operators_are_sound():
    x, y = pair()
    costs, lengths, text = squared(x, y).detach(), torch.tensor([5, 2, 3]), "softdtw(gamma=0.5)"
    pairs, of_costs = _operators._pairs_operator, _operators._costs_operator
    torch.library.opcheck(pairs, (x, y.detach(), lengths, None, text, "mean", True, False))
    torch.library.opcheck(_operators._mask_operator, (torch.ones(3, 5, dtype=torch.bool), "mask_x"))
    for operator, arguments in (
        (pairs, (x, y, None, lengths, text, "none", True, True)),
        (pairs, (x.detach(), y.detach(), None, None, text, "sum", False, False)),
        (of_costs, (costs.requires_grad_(), None, lengths, text, True)),
        (of_costs, (costs.detach(), None, None, text, False)),
    ):  # the last of all checks takes 1 s
        checks = ("test_schema", "test_autograd_registration", "test_faketensor")
        torch.library.opcheck(operator, arguments, test_utils=checks)


def compiled(module):
    """A module in one graph, whose operators are called one by one: so no C++ compiler is needed."""
    torch._dynamo.reset()
    return torch.compile(module, fullgraph=True, backend="aot_eager")


@since_2_4
@pytest.mark.parametrize("name", ("soft-DTW", "normalized dist_func"))
def test_compiled_losses_are_one_graph(name):
    x, y = pair()
    mask = torch.arange(5) < torch.tensor([5, 2, 3])[:, None]
    lengths = torch.tensor([7, 1, 6])
    program = compiled(LOSSES[name])
    found = with_gradients(program, x, y, mask_x=mask, lengths_y=lengths)
    assert_same(found, with_gradients(LOSSES[name], x, y, mask_x=mask, lengths_y=lengths))
    with pytest.raises(ValueError, match="mask_x: expected True at the steps"):
        program(x, y, mask_x=~mask, lengths_y=lengths)


@since_2_4
def test_compiled_losses_follow_their_options_and_shapes():
    x, y = pair()
    loss = losses.SoftDTWLoss()
    program = compiled(loss)
    for loss.gamma, steps in ((1.0, 5), (0.5, 5), (0.5, 4), (0.5, 3)):
        part = x[:, :steps].detach().requires_grad_()
        assert_same(with_gradients(program, part, y), with_gradients(loss, part, y))


@since_2_4
def test_exported_losses():
    x, y = (tensor.detach() for tensor in pair())
    loss = losses.SoftDTWLoss()
    assert torch.export.export(loss, (x, y)).module()(x, y) == loss(x, y)


@since_2_4
@of_all_losses
def test_tensors_without_numbers(loss):
    x, y = (tensor.detach().to("meta").requires_grad_() for tensor in pair())
    value, dx, dy = with_gradients(loss, x, y)
    assert value.is_meta and (value.shape, dx.shape, dy.shape) == ((), x.shape, y.shape)


# tslearn


def test_soft_dtw_of_tslearn_without_tslearn():
    x, y = pair()
    found = with_gradients(losses.SoftDTWLossPyTorch(0.5), x, y)
    assert_same(found, with_gradients(lambda x, y: losses.soft_dtw(x, y, 0.5), x, y), rtol=0, atol=0)
    for options in (dict(global_constraint="itakura"), dict(sakoe_chiba_radius=1), dict(dist_func=tilted)):
        assert torch.autograd.gradcheck(losses.SoftDTWLossPyTorch(0.5, True, **options), (x, y))
    with pytest.raises(ValueError, match="itakura_max_slope: expected one that leaves an alignment of 5 and 7 steps"):
        losses.SoftDTWLossPyTorch(itakura_max_slope=1.01)(x, y)


@pytest.fixture(scope="module")
def tslearn_metrics():
    """tslearn's metrics, as programs in Python where they were not imported before: to compile them takes 20 s."""
    before = os.environ.get("NUMBA_DISABLE_JIT")
    os.environ["NUMBA_DISABLE_JIT"] = "1"
    try:
        return pytest.importorskip("tslearn.metrics", reason="needs tslearn")
    finally:
        del os.environ["NUMBA_DISABLE_JIT"]
        if before is not None:
            os.environ["NUMBA_DISABLE_JIT"] = before


@pytest.mark.parametrize("shapes", ((5, 7), (7, 5), (6, 6), (1, 3)))
@pytest.mark.parametrize(
    "options",
    (
        dict(),
        dict(normalize=True),
        dict(dist_func=tilted),
        dict(dist_func=tilted, normalize=True, sakoe_chiba_radius=2),
        dict(sakoe_chiba_radius=1),
        dict(global_constraint="sakoe_chiba", normalize=True),
        dict(global_constraint="itakura"),
        dict(itakura_max_slope=3.0, normalize=True),
    ),
)
def test_values_and_gradients_are_those_of_tslearn(tslearn_metrics, shapes, options):
    if not hasattr(tslearn_metrics, "SoftDTWLossPyTorch"):
        pytest.skip("needs tslearn with SoftDTWLossPyTorch")
    x, y = batch(2, shapes[0], 2), batch(2, shapes[1], 2, seed=1)
    theirs, ours = (of.SoftDTWLossPyTorch(gamma=0.5, **options) for of in (tslearn_metrics, losses))
    try:
        with np.errstate(all="ignore"):  # of infinite costs
            expected = with_gradients(theirs, x, y)
    except RuntimeWarning as warning:
        assert "unfeasible" in str(warning)
        with pytest.raises(ValueError, match="itakura_max_slope"):
            ours(x, y)
        return
    # tslearn computes in float32.
    assert_same(with_gradients(ours, x, y), expected, rtol=1e-5, atol=1e-5)


def test_options_are_checked_where_they_are_changed():
    loss = losses.SoftDTWLoss()
    with pytest.raises(ValueError, match="reduction: expected one of"):
        loss.reduction = "bogus"
    with pytest.raises(TypeError, match="do not learn"):
        loss.gamma = torch.nn.Parameter(torch.tensor(0.5))
    assert (loss.reduction, loss.gamma) == ("mean", 1.0)


@pytest.mark.parametrize("reduction", ("mean", "sum", "none"))
def test_values_beyond_float32_are_refused(reduction):
    x, y = torch.full((1, 40, 1), 1e19), torch.full((1, 40, 1), -1e18)
    with pytest.raises(softwarp.NotFiniteError, match="float32"):
        losses.DTWLoss(reduction=reduction)(x, y)
