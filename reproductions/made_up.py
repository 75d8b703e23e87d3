"""Made-up series, the same each time."""
import numpy as np


def plateau(steps, begin, end, height, edge=2.0):
    """0, then the height from step `begin` to step `end`, with edges about `edge` steps wide. Shape: [steps]."""
    t = np.arange(steps)
    return height / (1 + np.exp(-(t - begin) / edge)) / (1 + np.exp((t - end) / edge))


def bumps(count, steps, seed=1):
    """Two bumps each, one up and one down, at moments that vary. Shape: [count, steps]."""
    random = np.random.default_rng(seed)
    t = np.arange(steps)
    up = random.uniform(0.15, 0.45, (count, 1)) * steps
    down = random.uniform(0.6, 0.85, (count, 1)) * steps
    width = 0.06 * steps
    return np.exp(-((t - up) / width) ** 2) - 0.7 * np.exp(-((t - down) / width) ** 2)


def heartbeats(count, steps, seed=2):
    """A spike, a dip and a slow wave that come early or late, with noise. Shape: [count, steps]."""
    random = np.random.default_rng(seed)
    t = np.arange(steps)
    beat = steps * (0.3 + random.uniform(-0.06, 0.06, (count, 1)))
    wave = beat + steps * (0.38 + random.uniform(-0.05, 0.05, (count, 1)))
    clean = (2.5 * np.exp(-((t - beat) / (0.03 * steps)) ** 2)
             - 1.2 * np.exp(-((t - beat - 0.09 * steps) / (0.035 * steps)) ** 2)
             + 1.2 * np.exp(-((t - wave) / (0.1 * steps)) ** 2))
    return clean + random.normal(0, 0.15, clean.shape)


def cylinder_bell_funnel(count, steps=128, seed=3):
    """N. Saito's three classes in turn: a level, a rise and a fall between random moments, in noise of deviation 1.
    Shapes: [count, steps], classes [count]."""
    random = np.random.default_rng(seed)
    t = np.arange(1, steps + 1)
    begin = random.integers(16, 33, (count, 1))
    end = begin + random.integers(32, 97, (count, 1))
    kind = np.arange(count) % 3
    ramp = (t - begin) / (end - begin)
    shape = np.choose(kind[:, None], (np.ones_like(ramp), ramp, 1 - ramp)) * ((begin <= t) & (t <= end))
    return (6 + random.normal(size=(count, 1))) * shape + random.normal(size=(count, steps)), kind
