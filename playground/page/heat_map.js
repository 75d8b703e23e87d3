// A matrix as a picture: row i of x down, column j of y to the right, darker or brighter where numbers are larger.
import { short } from "./numbers.js";

const NUMBERS_FROM = 27;  // pixels of a cell

/**
 * Draws a matrix, the best path over it, and the cell that is looked at.
 * @param matrix {rows, columns, values}, column by column; infinite values are outside of the band
 * @param path {values}: i and j of each cell in turn
 * @param cell {i, j} or null
 */
export function drawMap(canvas, matrix, path, cell) {
  const { rows, columns, values } = matrix;
  const side = canvas.clientWidth * devicePixelRatio;
  if (side === 0) return;
  canvas.width = canvas.height = Math.round(side);
  const context = canvas.getContext("2d");
  const style = getComputedStyle(canvas);
  const stops = ["--map-low", "--map-middle", "--map-high"].map((name) => rgb(style.getPropertyValue(name)));
  const outside = rgb(style.getPropertyValue("--map-outside"));
  const shares = sharesOf(values);

  const image = new ImageData(columns, rows);
  for (let j = 0; j < columns; ++j) {
    for (let i = 0; i < rows; ++i) {
      const share = shares[i + j * rows];
      image.data.set([...(share < 0 ? outside : mixed(stops, share)), 255], 4 * (i * columns + j));
    }
  }
  const small = new OffscreenCanvas(columns, rows);
  small.getContext("2d").putImageData(image, 0, 0);
  context.imageSmoothingEnabled = false;
  context.drawImage(small, 0, 0, canvas.width, canvas.height);

  const width = canvas.width / columns, height = canvas.height / rows;
  const numbers = canvas.clientWidth / Math.max(rows, columns) >= NUMBERS_FROM;
  context.strokeStyle = style.getPropertyValue("--path");
  context.lineWidth = (numbers ? 6 : 2) * devicePixelRatio;
  context.globalAlpha = numbers ? 0.35 : 1;
  context.lineJoin = context.lineCap = "round";
  context.beginPath();
  for (let k = 0; k < path.columns; ++k) {
    context.lineTo((path.values[2 * k + 1] + 0.5) * width, (path.values[2 * k] + 0.5) * height);
  }
  context.stroke();
  context.globalAlpha = 1;
  if (numbers) writeNumbers(context, matrix, shares, stops, width, height);
  if (cell && cell.i < rows && cell.j < columns) {
    context.lineWidth = 2 * devicePixelRatio;
    context.strokeStyle = style.getPropertyValue("--text");
    context.strokeRect(cell.j * width, cell.i * height, width, height);
  }
}

/** The cell of a map under a pointer. */
export function cellAt(canvas, event, rows, columns) {
  const box = canvas.getBoundingClientRect();
  const place = (share, count) => Math.max(0, Math.min(count - 1, Math.floor(share * count)));
  return {
    i: place((event.clientY - box.top) / box.height, rows),
    j: place((event.clientX - box.left) / box.width, columns),
  };
}

// Where each value lies between the least and the largest, 0 to 1; its root, so that small ones are seen. −1: outside.
function sharesOf(values) {
  let low = Infinity, high = -Infinity;
  for (const value of values) {
    if (Number.isFinite(value)) { low = Math.min(low, value); high = Math.max(high, value); }
  }
  return Float64Array.from(values, (value) =>
    Number.isFinite(value) ? Math.sqrt((value - low) / (high - low || 1)) : -1);
}

function writeNumbers(context, { rows, columns, values }, shares, stops, width, height) {
  context.font = `${Math.min(width * 0.34, 15 * devicePixelRatio)}px system-ui, sans-serif`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  for (let j = 0; j < columns; ++j) {
    for (let i = 0; i < rows; ++i) {
      const k = i + j * rows;
      if (shares[k] < 0) continue;
      const [red, green, blue] = mixed(stops, shares[k]);
      context.fillStyle = 0.3 * red + 0.59 * green + 0.11 * blue > 140 ? "#000" : "#fff";
      context.fillText(short(values[k]), (j + 0.5) * width, (i + 0.5) * height);
    }
  }
}

const rgb = (hex) => [1, 3, 5].map((k) => parseInt(hex.trim().slice(k, k + 2), 16));

function mixed(stops, share) {
  const k = share < 0.5 ? 0 : 1, t = 2 * share - k;
  return stops[k].map((from, channel) => Math.round(from + t * (stops[k + 1][channel] - from)));
}
