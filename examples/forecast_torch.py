# %% [markdown]
# Forecasting an event whose moment is uncertain, in PyTorch
#
# Every series steps up to a plateau and comes down again, at a moment that its beginning does not reveal. The same
# small network learns to forecast the rest of the series twice: under the squared error, and under soft-DTW.
#
#     python3 forecast_torch.py [FILE]
#
# draws the forecasts into FILE, forecast_torch.png if none is given. It takes a few seconds.

# %%
import sys

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import torch

from softwarp.torch import DTWLoss, SoftDTWLoss

SEEN, AHEAD = 40, 60  # steps that the network sees, and steps to forecast

# %% [markdown]
# The series. The plateau begins among the steps that are seen and ends among those to forecast.


# %%
def made_up_series(count: int, rng: np.random.Generator) -> torch.Tensor:
    """Plateaus with random begin and end, and noise: [count, SEEN + AHEAD, 1]."""
    step = np.arange(SEEN + AHEAD)
    begin = rng.integers(10, 30, (count, 1))
    end = rng.integers(SEEN + 10, SEEN + 50, (count, 1))
    height = rng.uniform(0.8, 1.2, (count, 1))
    series = height * ((begin <= step) & (step < end)) + 0.05 * rng.normal(size=(count, len(step)))
    return torch.tensor(series[:, :, np.newaxis], dtype=torch.float32)


rng = np.random.default_rng(0)
training, test = made_up_series(300, rng), made_up_series(100, rng)

# %% [markdown]
# The training. Both losses are called alike. Soft-DTW has many local minima; its network therefore starts from the one
# that was trained under the squared error.


# %%
def network() -> torch.nn.Module:
    return torch.nn.Sequential(
        torch.nn.Flatten(),
        torch.nn.Linear(SEEN, 64),
        torch.nn.ReLU(),
        torch.nn.Linear(64, AHEAD),
        torch.nn.Unflatten(1, (AHEAD, 1)),
    )


def train(model: torch.nn.Module, loss: torch.nn.Module, epochs: int) -> None:
    """Minimises loss(forecast, truth) over the training series, in batches of 50."""
    optimizer = torch.optim.Adam(model.parameters(), lr=0.003)
    for _ in range(epochs):
        for batch in training[torch.randperm(len(training))].split(50):
            optimizer.zero_grad()
            loss(model(batch[:, :SEEN]), batch[:, SEEN:]).backward()
            optimizer.step()


torch.manual_seed(0)
torch.set_num_threads(1)  # more do not help so small a network
squared, soft = network(), network()
train(squared, torch.nn.MSELoss(), epochs=100)
soft.load_state_dict(squared.state_dict())
train(soft, SoftDTWLoss(gamma=0.1), epochs=200)

# %% [markdown]
# The errors. Each network is better in what it was trained for.

# %%
seen, truth = test[:, :SEEN], test[:, SEEN:]
with torch.no_grad():
    forecasts = {"squared error": squared(seen), "soft-DTW": soft(seen)}
print("trained under    test MSE   test DTW")
for name, forecast in forecasts.items():
    mse, dtw = torch.nn.functional.mse_loss(forecast, truth), DTWLoss()(forecast, truth)
    print(f"{name:15} {mse:9.3f} {dtw:10.3f}")

# %% [markdown]
# The forecasts of three test series beside the truth.

# %%
matplotlib.use("Agg")  # into a file, also without a display
figure, panels = plt.subplots(1, 3, figsize=(11, 3), sharey=True, layout="constrained")
ahead = np.arange(SEEN, SEEN + AHEAD)
order = (truth > 0.5).sum(dim=(1, 2)).argsort()  # by how long the plateau lasts
for panel, index in zip(panels, order[[10, 50, 90]]):
    panel.plot(np.arange(SEEN), seen[index, :, 0], color="0.6", label="seen")
    panel.plot(ahead, truth[index, :, 0], color="0.2", linestyle=":", label="truth")
    for (name, forecast), color in zip(forecasts.items(), ("tab:blue", "tab:orange")):
        panel.plot(ahead, forecast[index, :, 0], color=color, label=f"trained under {name}")
    panel.set_xlabel("step")
panels[0].set_ylabel("value")
figure.legend(*panels[0].get_legend_handles_labels(), loc="outside upper center", ncols=4, frameon=False)
file = sys.argv[1] if len(sys.argv) > 1 else "forecast_torch.png"
figure.savefig(file, dpi=150)
