// The two series as they are drawn: with the mouse, a finger, or the keyboard.
import { draw, fit, points, scale, ticks } from "./svg.js";
import { digits } from "./numbers.js";
import { say } from "./language.js";

const LOWEST = -2.5, HIGHEST = 2.5;
const MARGIN = { left: 34, right: 14, top: 10, bottom: 26 };
const MOST_MARKS = 64;  // steps that still get a mark each

export class SeriesPlot {
  /** @param onChange called with "x" or "y" after a series has been drawn on */
  constructor(svg, onChange) {
    this.onChange = onChange;
    this.focus = { x: 0, y: 0 };  // the step that arrow keys change
    this.back = draw(svg, "g");
    this.series = {};
    this.layers = {};
    for (const name of ["matches", "arrows"]) this.layers[name] = draw(svg, "g", { class: name });
    for (const name of ["y", "x"]) this.series[name] = this.#group(svg, name);
    this.svg = svg;
    svg.addEventListener("pointerdown", (event) => this.#begin(event));
    svg.addEventListener("pointermove", (event) => this.#continue(event));
    for (const end of ["pointerup", "pointercancel"]) svg.addEventListener(end, () => { this.drawing = null; });
  }

  /**
   * @param values {x, y}: the series
   * @param extras {matches: [[i, j, opacity]], moves: where a step would take each point of x, or null}
   * @param cell {i, j}: the points to be marked, or null
   */
  show(values, extras, cell) {
    this.values = values;
    const { width, height } = fit(this.svg);
    if (width === 0) return;
    this.n = values.x.length;
    this.at = scale(0, this.n - 1, MARGIN.left, width - MARGIN.right);
    this.level = scale(LOWEST, HIGHEST, height - MARGIN.bottom, MARGIN.top);
    this.#axes(width, height);
    this.#lines("matches", extras.matches.map(([i, j, opacity]) =>
      ({ from: [i, values.x[i]], to: [j, values.y[j]], opacity })));
    this.#lines("arrows", this.#arrows(values.x, extras.moves));
    for (const name of ["x", "y"]) this.#series(name, cell);
  }

  #group(svg, name) {
    const group = draw(svg, "g", { tabindex: 0, role: "slider", class: `series ${name}`, id: `series-${name}`,
                                   "aria-valuemin": LOWEST, "aria-valuemax": HIGHEST });
    group.addEventListener("keydown", (event) => this.#key(event, name));
    group.addEventListener("focus", () => this.#series(name));
    group.addEventListener("blur", () => this.#series(name));
    return group;
  }

  #axes(width, height) {
    this.back.replaceChildren();
    for (const tick of ticks(LOWEST, HIGHEST, 5)) {
      const y = this.level(tick);
      draw(this.back, "line", { x1: MARGIN.left, x2: width - MARGIN.right, y1: y, y2: y, class: "grid" });
      draw(this.back, "text", { x: MARGIN.left - 6, y: y + 4, class: "tick end" }, digits(tick, 1));
    }
    for (const tick of ticks(1, this.n, 8).filter(Number.isInteger)) {
      draw(this.back, "text", { x: this.at(tick - 1), y: height - 12, class: "tick middle" }, String(tick));
    }
    draw(this.back, "text", { x: width - MARGIN.right, y: height - 1, class: "tick end" }, say("time"));
  }

  #place = ([k, value]) => [this.at(k), this.level(value)];

  #lines(layer, lines) {
    this.layers[layer].replaceChildren();
    for (const { from, to, opacity } of lines) {
      const [x1, y1] = this.#place(from), [x2, y2] = this.#place(to);
      draw(this.layers[layer], "line", { x1, y1, x2, y2, opacity });
    }
  }

  // Each arrow ends where `moves` has the point; one that is too short for its head has none.
  #arrows(x, moves) {
    if (!moves) return [];
    const lines = [];
    for (let i = 0; i < x.length; ++i) {
      const pixels = this.level(moves[i]) - this.level(x[i]);
      if (Math.abs(pixels) < 1) continue;
      lines.push({ from: [i, x[i]], to: [i, moves[i]], opacity: 1 });
      if (Math.abs(pixels) < 6) continue;
      const back = moves[i] + Math.sign(pixels) * 0.08, side = 3 / (this.at(1) - this.at(0));
      for (const way of [-side, side]) lines.push({ from: [i, moves[i]], to: [i + way, back], opacity: 1 });
    }
    return lines;
  }

  #series(name, cell = null) {
    const group = this.series[name], values = this.values[name];
    group.replaceChildren();
    const places = Array.from(values, (value, k) => this.#place([k, value]));
    draw(group, "polyline", { points: points(places), class: "line" });
    const focused = document.activeElement === group ? Math.min(this.focus[name], this.n - 1) : -1;
    const looked = cell ? (name === "x" ? cell.i : cell.j) : -1;
    const size = Math.min(4, 90 / this.n + 1);
    places.forEach(([x, y], k) => {
      const marked = k === focused || k === looked;
      if (this.n > MOST_MARKS && !marked) return;
      const r = marked ? 7 : size, shape = { class: marked ? "mark marked" : "mark" };
      if (name === "x") draw(group, "circle", { ...shape, cx: x, cy: y, r });
      else draw(group, "rect", { ...shape, x: x - r, y: y - r, width: 2 * r, height: 2 * r });
    });
    const step = Math.min(this.focus[name], this.n - 1);
    group.setAttribute("aria-label", say(`series-${name}`));
    group.setAttribute("aria-valuenow", values[step].toFixed(2));
    group.setAttribute("aria-valuetext", say("step-value", { step: step + 1, steps: this.n, value: digits(values[step], 3) }));
  }

  #key(event, name) {
    const step = Math.min(this.focus[name], this.n - 1), size = event.shiftKey ? 0.25 : 0.05;
    const moves = { ArrowLeft: step - 1, ArrowRight: step + 1, Home: 0, End: this.n - 1 };
    const changes = { ArrowUp: size, ArrowDown: -size, PageUp: 0.5, PageDown: -0.5 };
    if (event.key in moves) {
      this.focus[name] = Math.max(0, Math.min(this.n - 1, moves[event.key]));
      this.#series(name);
    } else if (event.key in changes) {
      this.values[name][step] = within(this.values[name][step] + changes[event.key]);
      this.onChange(name);
    } else {
      return;
    }
    event.preventDefault();
  }

  // A pointer draws on the series that is nearer to it where it begins.
  #begin(event) {
    const at = this.#pointer(event);
    const apart = (name) => Math.abs(this.values[name][at.step] - at.value);
    this.drawing = { name: apart("x") <= apart("y") ? "x" : "y", ...at };
    this.svg.setPointerCapture(event.pointerId);
    this.#continue(event);
    event.preventDefault();
  }

  // A quick pointer skips steps: those between the last place and this one lie on a line.
  #continue(event) {
    if (!this.drawing) return;
    const { name, step, value } = this.drawing, to = this.#pointer(event);
    const values = this.values[name], way = Math.sign(to.step - step);
    for (let k = step; k !== to.step; k += way) {
      if (k !== step) values[k] = value + ((to.value - value) * (k - step)) / (to.step - step);
    }
    values[to.step] = to.value;
    this.focus[name] = to.step;
    this.drawing = { name, ...to };
    this.onChange(name);
  }

  #pointer(event) {
    const box = this.svg.getBoundingClientRect();
    const share = (event.clientX - box.left - MARGIN.left) / (box.width - MARGIN.left - MARGIN.right);
    const up = (box.bottom - MARGIN.bottom - event.clientY) / (box.height - MARGIN.bottom - MARGIN.top);
    return {
      step: Math.max(0, Math.min(this.n - 1, Math.round(share * (this.n - 1)))),
      value: within(LOWEST + up * (HIGHEST - LOWEST)),
    };
  }
}

const within = (value) => Math.max(LOWEST, Math.min(HIGHEST, value));
