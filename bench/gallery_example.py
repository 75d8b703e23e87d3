#!/usr/bin/env python3
"""bench/gallery_example.py: the forecaster of tslearn's gallery under tslearn's loss and under softwarp's.

The gallery's "Soft-DTW loss for PyTorch neural network": 50 training series of the first three classes of Trace, of
which a network of one hidden layer of 256 sees 150 steps and forecasts 125; 100 epochs of gradient descent on all at
once, γ = 0.1. Packages as for bench/compare_python.py. Trace is read from --archive, the UCR archive unpacked; without
it, series are made up. Both runs start from the same weights and must have the same loss in every epoch, within 1e-4 of
the largest (the loss changes its sign on the way).
Prints that difference, and the seconds of CPU time of both, each with one thread.
"""
import argparse
import pathlib
import sys
import time

import public_packages as public  # before the packages that it limits to one thread
import numpy as np

import softwarp

try:
    import torch
    from softwarp.torch import SoftDTWLossPyTorch
    from tslearn.metrics import SoftDTWLossPyTorch as TslearnLoss
except ImportError as error:
    sys.exit(f"gallery_example: skipped: expected the Python packages torch and tslearn, found not both ({error})")

SEEN, AHEAD, HIDDEN, SERIES = 150, 125, 256, 50


def training_series(archive):
    """[SERIES, SEEN + AHEAD, 1]"""
    if archive is None:
        series = public.walks(SERIES, SEEN + AHEAD, 1)
    else:
        rows = np.loadtxt(archive / "Trace" / "Trace_TRAIN.tsv")
        series = rows[rows[:, 0] < 4, 1:][:SERIES]
    return torch.tensor(series[:, :, np.newaxis], dtype=torch.float32)


def loss_curve(series, loss, epochs):
    """The loss of each epoch, and the seconds that all took."""
    torch.manual_seed(0)
    network = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(SEEN, HIDDEN), torch.nn.ReLU(),
                                  torch.nn.Linear(HIDDEN, AHEAD), torch.nn.Unflatten(1, (AHEAD, 1)))
    descent = torch.optim.SGD(network.parameters(), lr=0.001)
    curve, start = [], time.process_time()
    for _ in range(epochs):
        descent.zero_grad()
        value = loss(network(series[:, :SEEN]), series[:, SEEN:]).mean()
        value.backward()
        descent.step()
        curve.append(value.item())
    return np.array(curve), time.process_time() - start


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--archive", type=pathlib.Path, help="the UCR archive: one folder per set")
    parser.add_argument("--epochs", type=int, default=100, help="(default: %(default)s)")
    options = parser.parse_args()
    torch.set_num_threads(1)
    softwarp.set_num_threads(1)
    series = training_series(options.archive)
    theirs, ours = TslearnLoss(gamma=0.1), SoftDTWLossPyTorch(gamma=0.1)
    loss_curve(series, theirs, 1)  # compiles
    curve, seconds = loss_curve(series, ours, options.epochs)
    their_curve, their_seconds = loss_curve(series, theirs, options.epochs)
    squared = loss_curve(series, lambda x, y: (x - y).square(), options.epochs)[1]

    difference = np.abs(curve - their_curve).max() / np.abs(their_curve).max()
    print(f"{options.epochs} epochs, loss {curve[0]:.5g} to {curve[-1]:.5g}; tslearn's differs by {difference:.1e} of "
          f"the largest, at most.")
    print(f"Seconds: softwarp {seconds:.3g}, tslearn {their_seconds:.3g} ({their_seconds / seconds:.3g}×); "
          f"under the squared error {squared:.3g}.")
    if not difference <= 1e-4:
        sys.exit(f"gallery_example: expected loss curves that agree within 1e-4, found {difference:.1e}")


if __name__ == "__main__":
    main()
