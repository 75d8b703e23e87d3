// "One step": a training step with every number, call by call.
import { call } from "./library.js";
import { onLanguage, say } from "./language.js";
import { announcer, byId, oncePerFrame, power, showValue } from "./controls.js";
import { digits, short } from "./numbers.js";
import { drawLines } from "./svg.js";

const SETTINGS = ["step-series", "step-hidden", "step-loss", "step-gamma", "step-optimizer", "step-rate", "step-seed"];

const state = { steps: 0, results: null, error: "" };
/** What the tab shows, for tests. */
export const stepState = state;
const tell = announcer(byId("step-live"));
const update = oncePerFrame(show);

export function openStep() {
  for (const id of SETTINGS) byId(id).addEventListener("change", restart);
  byId("step-gamma").addEventListener("input", update);
  byId("make-step").addEventListener("click", makeStep);
  byId("step-restart").addEventListener("click", restart);
  new ResizeObserver(update).observe(byId("one-step"));
  restart();
  onLanguage(update);
}

const lossName = () => byId("step-loss").value;

function restart() {
  const loss = lossName() === "softdtw" ? `softdtw(gamma=${power("step-gamma")})` : lossName();
  state.steps = 0;
  try {
    call("bench", byId("step-series").valueAsNumber - 1, Number(byId("step-hidden").value), loss,
         byId("step-optimizer").value, Number(byId("step-rate").value), byId("step-seed").valueAsNumber);
    makeStep();
  } catch (error) {
    state.error = error.message;
    update();
  }
}

function makeStep() {
  try {
    state.results = call("step");
    state.steps += 1;
    state.error = "";
  } catch (error) {
    state.error = error.message;
  }
  update();
}

function show() {
  showValue("step-gamma", digits(power("step-gamma"), 2));
  byId("step-error").textContent = state.error;
  byId("step-gamma").disabled = lossName() !== "softdtw";
  const step = state.results;
  if (!step) return;
  byId("step-number").textContent = say("step-number", { step: state.steps });
  for (const id of ["value", "value-after"]) byId(`step-${id}`).textContent = digits(step[id], 6);
  showPicture(step);

  const tables = (id, list) => byId(id).replaceChildren(...list.map(([name, values]) => table(name, matrix(values))));
  const layers = [0, 1, 2];
  tables("step-forward", [["x", step.x], ...layers.map((k) => [layerOutput(step, k), step[`${k}.y`]])]);
  tables("step-judge", [["ŷ", step.forecast], ["y", step.target], ["dy = ∂L/∂ŷ", step.dy]]);
  tables("step-backward", [...layers].reverse().flatMap((k) => [
    [`∂L/∂(${layerOutput(step, k)})`, step[`${k}.dy`]],
    ...parts(step, k).map((part) => [`∂L/∂(${part})`, step[`${part}.gradient`]]),
  ]));
  tables("step-move", layers.flatMap((k) => parts(step, k)).flatMap((part) => [
    [say("before", { part }), step[`${part}.before`]], [say("after", { part }), step[`${part}.after`]]]));
  byId("step-rule").textContent = say(`rule-${byId("step-optimizer").value}`);
  byId("step-loss-rule").textContent = say(`rule-${lossName()}`);
  byId("step-norm").textContent = digits(step["gradient-norm"], 5);
  tell(say("step-summary", { step: state.steps, before: digits(step.value, 4), after: digits(step["value-after"], 4) }));
}

const layerOutput = (step, k) => `${k}. ${step[`${k}.name`]}`;
const parts = (step, k) => ["weight", "bias"].map((part) => `${k}.${part}`).filter((part) => `${part}.before` in step);

// A single number is a matrix, too.
const matrix = (values) => (typeof values === "number" ? { rows: 1, columns: 1, values: [values] } : values);

// A column is written as a row, to save room; its shape says what it is.
function table(name, { rows, columns, values }) {
  const figure = document.createElement("figure"), caption = document.createElement("figcaption");
  const grid = document.createElement("table");
  caption.textContent = `${name}  [${rows}×${columns}]`;
  const lies = columns === 1;
  for (let i = 0; i < (lies ? 1 : rows); ++i) {
    const row = grid.insertRow();
    for (let j = 0; j < (lies ? rows : columns); ++j) {
      const value = lies ? values[j] : values[i + j * rows], cell = row.insertCell();
      cell.textContent = Math.abs(value) >= 0.005 || value === 0 ? short(value) : digits(value, 2);
      cell.title = String(value);
      cell.className = value < 0 ? "negative" : "";
    }
  }
  grid.setAttribute("aria-label", caption.textContent);
  figure.append(caption, grid);
  return figure;
}

function showPicture(step) {
  const input = matrix(step.x), target = matrix(step.target), now = input.rows;
  const after = Array.from(target.values, (_, k) => now + 1 + k);
  drawLines(byId("step-picture"), [
    { at: Array.from(input.values, (_, k) => k + 1), values: input.values, className: "input" },
    { at: after, values: target.values, className: "target" },
    { at: after, values: matrix(step.forecast).values, className: "softdtw" },
  ], { from: 1, to: now + target.rows, label: say("time") });
}
