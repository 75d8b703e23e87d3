"""Public implementations of soft-DTW, value and gradient, for compare_public.py and compare_python.py, and how they are
timed. Importing this module limits PyTorch, numba and OpenMP to one thread: it must come before them."""
import os

os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"), "1"))

import time

import numpy as np

GAMMA = 1.0


def torch_loss(make):
    """An implementation from a PyTorch loss of batches [B, n, 1]."""
    import torch
    torch.set_num_threads(1)
    loss = make()

    def prepare(x, y):
        x, y = torch.from_numpy(x)[:, :, None].requires_grad_(), torch.from_numpy(y)[:, :, None]

        def run():
            x.grad = None
            values = loss(x, y)
            values.sum().backward()
            return values.detach().numpy(), x.grad.numpy()[:, :, 0]
        return run
    return prepare


def pair_by_pair(soft_dtw, squared_euclidean):
    """An implementation from the classes of soft-dtw and tslearn, which take one pair [n, 1]."""
    def prepare(x, y):
        def pair(a, b):
            cost = squared_euclidean(a[:, None], b[:, None])
            alignment = soft_dtw(cost, GAMMA)
            value = alignment.compute()
            return value, np.asarray(cost.jacobian_product(alignment.grad()))[:, 0]

        def run():
            values, gradients = zip(*map(pair, x, y))
            return np.array(values), np.array(gradients)
        return run
    return prepare


def tslearn_pytorch():
    from tslearn.metrics import SoftDTWLossPyTorch
    return torch_loss(lambda: SoftDTWLossPyTorch(gamma=GAMMA))


def tslearn_numba():
    from tslearn.metrics.softdtw_variants import SoftDTW, SquaredEuclidean
    return pair_by_pair(SoftDTW, SquaredEuclidean)


def pytorch_softdtw_cuda():
    from soft_dtw_cuda import SoftDTW
    return torch_loss(lambda: SoftDTW(use_cuda=False, gamma=GAMMA))


def pysdtw_cpu():
    import pysdtw
    return torch_loss(lambda: pysdtw.SoftDTW(gamma=GAMMA, use_cuda=False))


def soft_dtw():
    from sdtw import SoftDTW
    from sdtw.distance import SquaredEuclidean
    return pair_by_pair(SoftDTW, SquaredEuclidean)


def walks(batch, length, seed):
    """z-normalised random walks, [batch, length], as bench_alignment times them."""
    series = np.random.default_rng(seed).normal(size=(batch, length)).cumsum(axis=1)
    series -= series.mean(axis=1, keepdims=True)
    return series / np.sqrt((series**2).mean(axis=1, keepdims=True))


def milliseconds(run):
    """CPU time of a call, over as many as take a tenth of a second."""
    calls, start = 0, time.process_time()
    while calls == 0 or time.process_time() - start < 0.1:
        run()
        calls += 1
    return 1000 * (time.process_time() - start) / calls
