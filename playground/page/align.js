// "Align": two drawn series, their matrices, and gradient steps that pull x onto y.
import { call, setSeries } from "./library.js";
import { currentLanguage, onLanguage, say } from "./language.js";
import { announcer, byId, oncePerFrame, power, reducedMotion, showValue } from "./controls.js";
import { cellAt, drawMap } from "./heat_map.js";
import { digits } from "./numbers.js";
import { presetNames, presetSeries } from "./presets.js";
import { SeriesPlot } from "./series_plot.js";

const LENGTHS = [8, 16, 24, 32, 48, 64, 96, 128];
const VALUES = ["soft-dtw", "dtw", "euclidean", "entropy", "divergence"];
const MAPS = { cost: "Δ", r: "r", E: "E" };
const FARTHEST = 100;  // a series whose steps reach as far has diverged
const LEAST_MATCH = 0.03;  // of E, to be drawn as a line

const state = { x: null, y: null, start: null, steps: 0, cell: null, results: null, error: "" };
/** What the tab shows, for tests. */
export const alignState = state;
let plot, timer = 0;
const tell = announcer(byId("align-live"));
const update = oncePerFrame(() => { compute(); show(); });

const length = () => Number(byId("length").value);
const gamma = () => power("gamma");
const band = () => (Number(byId("band").value) >= length() - 1 ? -1 : Number(byId("band").value));
const stepSize = () => power("step-size");

export function openAlign() {
  for (const n of LENGTHS) byId("length").add(new Option(n, n, n === 32, n === 32));
  for (const name of presetNames) byId("preset").add(new Option(name, name));
  plot = new SeriesPlot(byId("series"), () => { stop(); remember(); update(); });
  byId("preset").addEventListener("change", restart);
  byId("length").addEventListener("change", () => { fitBand(); restart(); });
  for (const id of ["gamma", "band", "step-size", "show-matches", "show-arrows"]) byId(id).addEventListener("input", update);
  byId("step").addEventListener("click", () => { stop(); step(); });
  byId("play").addEventListener("click", () => (timer ? stop() : play()));
  byId("reset").addEventListener("click", () => {
    stop();
    state.x = state.start.slice();
    state.steps = 0;
    update();
  });
  for (const name of Object.keys(MAPS)) watchMap(byId(`map-${name}`));
  new ResizeObserver(update).observe(byId("align"));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", update);
  fitBand();
  restart();
  compute();
  onLanguage(() => {
    for (const option of byId("preset").options) option.text = say(`preset-${option.value}`);
    show();
  });
}

function fitBand() {
  byId("band").max = length() - 1;
  byId("band").value = length() - 1;
}

function restart() {
  stop();
  Object.assign(state, presetSeries(byId("preset").value, length()), { cell: null });
  remember();
  update();
}

// Where "reset" leads back to.
function remember() {
  state.start = state.x.slice();
  state.steps = 0;
}

function compute() {
  setSeries(0, state.x);
  setSeries(1, state.y);
  try {
    state.results = call("align", gamma(), band());
    state.error = "";
  } catch (error) {
    stop();
    state.error = error.message;
  }
}

// x ← x − η ∂value/∂x
function step() {
  compute();
  if (state.error) return show();
  const { values: dx } = state.results.dx, rate = stepSize();
  state.x = state.x.map((value, i) => value - rate * dx[i]);
  ++state.steps;
  compute();
  if (state.x.some((value) => !(Math.abs(value) < FARTHEST))) {
    stop();
    state.error = say("diverged");
  }
  show();
}

function play() {
  let next = 0;
  const pause = reducedMotion() ? 1000 : 50;  // milliseconds between steps
  const frame = (now) => {
    if (now >= next) {
      next = now + pause;
      step();
    }
    if (timer) timer = requestAnimationFrame(frame);
  };
  timer = requestAnimationFrame(frame);
  byId("play").textContent = say("pause");
}

function stop() {
  cancelAnimationFrame(timer);
  timer = 0;
  byId("play").textContent = say("play");
}

function show() {
  if (!state.results) return;
  const results = state.results;
  showValue("gamma", digits(gamma(), 2));
  showValue("band", band() < 0 ? say("no-band") : say("band-steps", { steps: band() }));
  showValue("step-size", digits(stepSize(), 2));
  byId("play").textContent = say(timer ? "pause" : "play");
  byId("steps-made").textContent = say("steps-made", { steps: state.steps });
  byId("align-error").textContent = state.error;
  for (const name of VALUES) byId(`value-${name}`).textContent = digits(results[name], 5);
  plot.show(state, {
    matches: byId("show-matches").checked ? matches(results.E) : [],
    // By half of the gradient, which is the way to the mean of the steps that it is matched with, as often as matched.
    moves: byId("show-arrows").checked ? state.x.map((value, i) => value - results.dx.values[i] / 2) : null,
  }, state.cell);
  for (const name of Object.keys(MAPS)) drawMap(byId(`map-${name}`), results[name], results.path, state.cell);
  showCell();
  tell(say("align-summary", { softdtw: digits(results["soft-dtw"], 4), dtw: digits(results.dtw, 4),
                              euclidean: digits(results.euclidean, 4) }));
}

function matches({ rows, columns, values }) {
  const all = [];
  for (let j = 0; j < columns; ++j) {
    for (let i = 0; i < rows; ++i) {
      const share = values[i + j * rows];
      if (share >= LEAST_MATCH) all.push([i, j, Math.min(1, share).toFixed(2)]);
    }
  }
  return all;
}

function watchMap(canvas) {
  canvas.addEventListener("pointermove", (event) => look(cellAt(canvas, event, length(), length())));
  canvas.addEventListener("pointerdown", (event) => look(cellAt(canvas, event, length(), length())));
  canvas.addEventListener("pointerleave", () => look(null));
  canvas.addEventListener("blur", () => look(null));
  canvas.addEventListener("keydown", (event) => {
    const [di, dj] = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key] ?? [];
    if (di === undefined) return;
    event.preventDefault();
    const from = state.cell ?? { i: 0, j: 0 }, inside = (k) => Math.max(0, Math.min(length() - 1, k));
    look(state.cell ? { i: inside(from.i + di), j: inside(from.j + dj) } : from);
  });
}

function look(cell) {
  if (cell?.i === state.cell?.i && cell?.j === state.cell?.j) return;
  state.cell = cell;
  update();
}

function showCell() {
  const cell = state.cell, at = (name) => digits(state.results[name].values[cell.i + cell.j * length()], 4);
  byId("cell").textContent = cell
    ? say("cell", { i: cell.i + 1, j: cell.j + 1, cost: at("cost"), r: at("r"), E: at("E") })
    : say("no-cell");
  byId("cell").lang = currentLanguage();
}
