// "Train": one network under two losses, side by side, a few milliseconds of training between two frames.
import { call } from "./library.js";
import { onLanguage, say } from "./language.js";
import { announcer, byId, oncePerFrame, power, showValue } from "./controls.js";
import { digits } from "./numbers.js";
import { drawLines } from "./svg.js";

const LEARNERS = ["euclidean", "softdtw"];
const SLICE = 12;  // milliseconds of training a frame, for a page that answers
const JUDGE_EVERY = 250;  // milliseconds between two looks at the test series
const SETTINGS = ["data", "train-gamma", "rate", "hidden", "seed"];

const state = { facts: null, learners: {}, forecasts: null, running: false, error: "" };
/** What the tab shows, for tests. */
export const trainState = state;
const tell = announcer(byId("train-live"));
const update = oncePerFrame(show);
let judged = 0;

const lossOf = (name) => (name === "euclidean" ? name : `softdtw(gamma=${power("train-gamma")})`);
const epochsDone = () => state.learners.euclidean?.losses.length ?? 0;
const epochsWanted = () => byId("epochs").valueAsNumber;
const chosenSeries = () => byId("test-series").valueAsNumber - 1;

export function openTrain() {
  for (const id of SETTINGS) byId(id).addEventListener("change", restart);
  byId("train-gamma").addEventListener("input", showSettings);
  byId("epochs").addEventListener("change", update);
  byId("test-series").addEventListener("input", () => attempt(() => { forecast(); update(); }));
  byId("start").addEventListener("click", () => (state.running ? pause() : run()));
  byId("one-epoch").addEventListener("click", () => {
    pause();
    attempt(() => { train(); judge(); });
    update();
  });
  byId("restart").addEventListener("click", restart);
  new ResizeObserver(update).observe(byId("train"));
  restart();
  onLanguage(() => {
    for (const option of byId("data").options) option.text = say(`data-${option.value}`);
    update();
  });
}

// New networks with the same first weights.
function restart() {
  pause();
  attempt(() => {
    state.facts = call("lesson", byId("data").value, whole("hidden"));
    for (const name of LEARNERS) {
      call("learn", name, lossOf(name), Number(byId("rate").value), whole("seed"));
      state.learners[name] = { losses: [], judged: [] };
    }
    byId("test-series").max = state.facts["test-series"];
    byId("test-series").value = Math.min(byId("test-series").valueAsNumber, state.facts["test-series"]);
    judge();
  });
  update();
}

// A number as the input allows it.
function whole(id) {
  const input = byId(id), value = Math.round(input.valueAsNumber);
  input.value = Number.isFinite(value) ? Math.max(input.min, Math.min(input.max, value)) : input.defaultValue;
  return input.valueAsNumber;
}

// Work that may fail, and then stops with the library's message.
function attempt(work) {
  try {
    state.error = "";
    work();
  } catch (error) {
    pause();
    state.error = error.message;
  }
}

function run() {
  if (epochsDone() >= epochsWanted()) byId("epochs").value = epochsDone() + 100;
  state.running = true;
  requestAnimationFrame(slice);
  update();
}

function pause() {
  state.running = false;
  update();
}

function slice(now) {
  if (!state.running) return;
  attempt(() => {
    do train(); while (epochsDone() < epochsWanted() && performance.now() - now < SLICE);
    const done = epochsDone() >= epochsWanted();
    if (done) state.running = false;
    if (done || now - judged > JUDGE_EVERY) {
      judge();
      judged = now;
    }
  });
  requestAnimationFrame(slice);
  show();
}

function train() {
  for (const name of LEARNERS) state.learners[name].losses.push(call("epochs", name, 1).losses);
}

// Errors on all test series, and the forecasts of the one that is shown.
function judge() {
  for (const name of LEARNERS) state.learners[name].judged.push({ epoch: epochsDone(), ...call("judge", name) });
  forecast();
}

function forecast() {
  state.forecasts = call("forecasts", chosenSeries());
}

function showSettings() {
  showValue("train-gamma", digits(power("train-gamma"), 2));
}

function show() {
  showSettings();
  byId("start").textContent = say(state.running ? "pause" : "start");
  byId("epochs-done").textContent = say("epochs-done", { epochs: epochsDone() });
  byId("train-error").textContent = state.error;
  if (!state.forecasts || state.error) return;
  showValue("test-series", `${chosenSeries() + 1} / ${state.facts["test-series"]}`);
  byId("train-facts").textContent = say("train-facts", {
    series: state.facts.series, test: state.facts["test-series"], parameters: state.facts.parameters,
    input: state.forecasts.input.rows, target: state.forecasts.target.rows, hidden: byId("hidden").value });
  showForecasts();
  showCurves();
  showErrors();
}

function showForecasts() {
  const { input, target } = state.forecasts, now = input.rows, end = now + target.rows;
  const after = Array.from(target.values, (_, k) => now + 1 + k);
  const line = (values, className) => ({ at: after, values, className });
  drawLines(byId("forecasts"), [
    { at: Array.from(input.values, (_, k) => k + 1), values: input.values, className: "input" },
    line(target.values, "target"),
    ...LEARNERS.map((name) => line(state.forecasts[name].values, name)),
  ], { from: 1, to: end, label: say("time") });
}

function showCurves() {
  const horizontal = { from: 0, to: Math.max(10, epochsDone()), label: say("epoch") };
  for (const name of LEARNERS) {
    const { losses } = state.learners[name];
    drawLines(byId(`loss-${name}`), [{ at: losses.map((_, k) => k + 1), values: losses, className: name }], horizontal);
  }
  for (const error of ["dtw", "euclidean"]) {
    const lines = LEARNERS.map((name) => {
      const { judged: all } = state.learners[name];
      return { at: all.map(({ epoch }) => epoch), values: all.map((one) => one[error]), className: name };
    });
    drawLines(byId(`test-${error}`), lines, { ...horizontal, low: 0 });
  }
}

function showErrors() {
  const last = (name) => state.learners[name].judged.at(-1);
  for (const error of ["dtw", "euclidean"]) {
    const least = Math.min(...LEARNERS.map((name) => last(name)[error]));
    for (const name of LEARNERS) {
      const cell = byId(`${name}-${error}`);
      cell.textContent = digits(last(name)[error], 4);
      cell.classList.toggle("least", last(name)[error] === least && last("euclidean")[error] !== last("softdtw")[error]);
    }
  }
  for (const name of LEARNERS) {
    const loss = state.learners[name].losses.at(-1);
    byId(`${name}-loss`).textContent = loss === undefined ? "–" : digits(loss, 4);
  }
  tell(say("train-summary", { epochs: epochsDone(), a: digits(last("euclidean").dtw, 4), b: digits(last("softdtw").dtw, 4) }));
}
