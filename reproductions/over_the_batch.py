"""What the notebook of the report trains.

Its soft-DTW is along the batch instead of the time, and its trainings stop at the first rise. The loss gets forecasts and
targets of shape [100 series, 39 steps, 1] and aligns along the first axis: series with series, at the squared Euclidean
distance of whole series. Each training ends with the first epoch in which the loss does not fall by 1e-6. The network,
the starts and Adam are written out here, in NumPy.

Source: github.com/luckyman94/SoftDTW at 56960d6, notebooks/multi-ahead-prediction.ipynb, src/soft_dtw_torch.py."""
import statistics
import sys

import numpy as np

import softwarp
from archive import PRINTED, cut
from fast_dtw import mean_fast_dtw

INPUT, UNITS, SEEDS = 57, 64, 5  # 60 % of 96 steps, rounded down
RANDOM_EPOCHS, EUCLIDEAN_EPOCHS = 5000, 3000


def random_weights(inputs, outputs, seed):
    """Uniform in ±1/√(fan-in), as PyTorch starts: (W [in, units], b, V [units, out], c)."""
    random = np.random.default_rng(seed)

    def uniform(fan_in, *shape):
        return random.uniform(-1, 1, shape) / np.sqrt(fan_in)
    return [uniform(inputs, inputs, UNITS), uniform(inputs, UNITS), uniform(UNITS, UNITS, outputs),
            uniform(UNITS, outputs)]


def forecast(weights, x):
    """Forecasts [B, out] and hidden units [B, units]."""
    W, b, V, c = weights
    h = 1 / (1 + np.exp(-(x @ W + b)))
    return h @ V + c, h


def mean_squared_error(forecasts, targets):
    difference = forecasts - targets
    return float(np.mean(difference ** 2)), 2 * difference / difference.size


def along_the_batch(gamma):
    """The loss of the notebook: the batch as one series of B steps and 39 dimensions."""
    return lambda forecasts, targets: softwarp.soft_dtw_with_grad(forecasts, targets, gamma)


def train(weights, x, targets, loss, epochs):
    """Adam over all series at once with a rate of 0.001; the weights, the losses, and the epoch that was the last."""
    weights = [w.copy() for w in weights]
    first, second = [0.0] * 4, [0.0] * 4
    losses = []
    for epoch in range(1, epochs + 1):
        forecasts, h = forecast(weights, x)
        value, dy = loss(forecasts, targets)
        dz = (dy @ weights[2].T) * h * (1 - h)
        for k, g in enumerate((x.T @ dz, dz.sum(axis=0), h.T @ dy, dy.sum(axis=0))):
            first[k] = 0.9 * first[k] + 0.1 * g
            second[k] = 0.999 * second[k] + 0.001 * g * g
            weights[k] -= 1e-3 * (first[k] / (1 - 0.9 ** epoch)) / (np.sqrt(second[k] / (1 - 0.999 ** epoch)) + 1e-8)
        losses.append(value)
        if epoch > 1 and losses[-2] - losses[-1] < 1e-6:
            break
    return weights, losses, epoch


def measure():
    x, targets = cut("TRAIN", INPUT)
    test_x, test_targets = cut("TEST", INPUT)
    found = {key: {"random": [], "euclidean": [], "epochs": [], "tuned": [], "before": [], "ratio": []}
             for key in PRINTED}
    for seed in range(SEEDS):
        start = random_weights(x.shape[1], targets.shape[1], seed)
        euclidean, errors, _ = train(start, x, targets, mean_squared_error, EUCLIDEAN_EPOCHS)
        before = mean_fast_dtw(forecast(euclidean, test_x)[0], test_targets)
        for (_, gamma), row in found.items():
            loss = along_the_batch(gamma) if gamma else mean_squared_error
            weights, _, epochs = train(start, x, targets, loss, RANDOM_EPOCHS)
            row["random"].append(mean_fast_dtw(forecast(weights, test_x)[0], test_targets))
            row["epochs"].append(epochs)
            if gamma:
                weights, losses, epochs = train(euclidean, x, targets, loss, EUCLIDEAN_EPOCHS)
                row["euclidean"].append(mean_fast_dtw(forecast(weights, test_x)[0], test_targets))
                row["tuned"].append(epochs)
                row["before"].append(before)
                row["ratio"].append(losses[0] / (errors[-1] * targets.size))
            print(".", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return found


def _cell(values, digits=2):
    return f"{statistics.mean(values):.{digits}f} ± {statistics.stdev(values):.{digits}f}"


def lines(found):
    yield "           from random weights             from the Euclidean network                    printed"
    yield "  gamma    FastDTW       epochs            before        after         epochs   ratio    random   Euclidean"
    for (_, gamma), row in found.items():
        text = f"{'MSE' if gamma is None else format(gamma, 'g'):>7}    {_cell(row['random']):11}   " \
               f"{_cell(row['epochs'], 0):15}   "
        if gamma:
            text += (f"{_cell(row['before']):11}   {_cell(row['euclidean']):11}   "
                     f"{min(row['tuned'])} to {max(row['tuned'])}   {statistics.mean(row['ratio']):5.3f}")
        else:
            text += "-             -             -            -"
        yield f"{text:89} {PRINTED['softdtw' if gamma else 'euclidean', gamma][0]:6g}   " \
              f"{PRINTED['softdtw' if gamma else 'euclidean', gamma][1]:9g}"
