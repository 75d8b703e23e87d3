// How numbers are written.

/** A number with so many significant digits: 0.1234, −12.3, 1.2e−5. */
export function digits(number, count = 4) {
  if (number === 0) return "0";
  if (!Number.isFinite(number)) return number > 0 ? "∞" : "−∞";
  const size = Math.abs(number);
  const text = size >= 1e-4 && size < 1e6 ? withDigits(number, count) : number.toExponential(Math.max(count - 2, 0));
  return text.replaceAll("-", "−");
}

function withDigits(number, count) {
  const text = number.toPrecision(count);
  return text.includes("e") ? String(Number(text)) : text;
}

/** A number for a narrow cell: two decimals, as many as fit beside each other. */
export function short(number) {
  if (!Number.isFinite(number)) return "∞";
  const size = Math.abs(number);
  return number.toFixed(size < 9.995 ? 2 : size < 99.95 ? 1 : 0).replace(/^-(0\.00)$/, "$1").replace("-", "−");
}
