// Small pictures of lines: an SVG whose unit is a pixel.

const NAMESPACE = "http://www.w3.org/2000/svg";

/** A new element within `parent`. */
export function draw(parent, name, attributes = {}, text = "") {
  const element = document.createElementNS(NAMESPACE, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (text) element.textContent = text;
  parent.append(element);
  return element;
}

/** Makes the viewBox that of the place on the page. → width and height in pixels. */
export function fit(svg) {
  const { width, height } = svg.getBoundingClientRect();
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  return { width, height };
}

/** A linear map from [from, to] to [start, end]. */
export const scale = (from, to, start, end) => (value) => start + ((value - from) / (to - from || 1)) * (end - start);

export const points = (places) => places.map(([x, y]) => `${x.toFixed(2)},${y.toFixed(2)}`).join(" ");

/** Round numbers within [from, to], about `count` of them. */
export function ticks(from, to, count = 4) {
  const rough = (to - from) / count || 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((k) => k * power).find((k) => k >= rough);
  const all = [];
  for (let k = Math.ceil(from / step - 1e-9); k * step <= to + 1e-9 * step; ++k) all.push(Number((k * step).toPrecision(12)));
  return all;
}

/**
 * Lines over one pair of axes.
 * @param lines [{at: [horizontal positions], values, className}]
 * @param options {from, to: of the horizontal axis, low, high: at least these values, label: of the horizontal axis}
 */
export function drawLines(svg, lines, options) {
  const { width, height } = fit(svg);
  svg.replaceChildren();
  if (width === 0) return;
  const all = lines.flatMap((line) => Array.from(line.values)).concat(options.low ?? [], options.high ?? []);
  let low = Math.min(...all), high = Math.max(...all);
  if (!(high > low)) [low, high] = Number.isFinite(low) ? [low - 1, low + 1] : [0, 1];
  const x = scale(options.from, options.to, 44, width - 10), y = scale(low, high, height - 30, 10);
  for (const tick of ticks(low, high)) {
    draw(svg, "line", { x1: 44, x2: width - 10, y1: y(tick), y2: y(tick), class: "grid" });
    draw(svg, "text", { x: 38, y: y(tick) + 4, class: "tick end" }, String(tick).replace("-", "−"));
  }
  for (const tick of ticks(options.from, options.to, width > 420 ? 8 : 4)) {
    draw(svg, "text", { x: x(tick), y: height - 16, class: "tick middle" }, String(tick));
  }
  draw(svg, "text", { x: (44 + width - 10) / 2, y: height - 2, class: "tick middle" }, options.label);
  for (const line of lines) {
    const places = Array.from(line.values, (value, k) => [x(line.at[k]), y(value)]);
    if (places.length === 1) draw(svg, "circle", { cx: places[0][0], cy: places[0][1], r: 2.5, class: `dot ${line.className}` });
    else draw(svg, "polyline", { points: points(places), class: `line ${line.className}` });
  }
}
