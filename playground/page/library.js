// The library, compiled to WebAssembly: calls by name, results by name.

let wasm;

/** Compiles the library; to be awaited before the first call. */
export async function openLibrary() {
  const bytes = Uint8Array.from(atob(softwarpBytes), (letter) => letter.charCodeAt(0));
  wasm = await loadSoftwarp({ wasmBinary: bytes });
}

/**
 * Calls playground_<name> of ../api/ with numbers and texts.
 * @returns {Object} its results by name: numbers, texts, or matrices {rows, columns, values}, column by column
 * @throws {Error} with the library's message
 */
export function call(name, ...given) {
  const types = given.map((value) => (typeof value === "string" ? "string" : "number"));
  if (!wasm.ccall(`playground_${name}`, "number", types, given)) {
    throw new Error(wasm.UTF8ToString(wasm._playground_message()));
  }
  const results = {};
  for (let k = 0; k < wasm._playground_results(); ++k) {
    results[wasm.UTF8ToString(wasm._playground_name(k))] = result(k);
  }
  return results;
}

function result(k) {
  const text = wasm.UTF8ToString(wasm._playground_text(k));
  if (text) return text;
  const rows = wasm._playground_rows(k), columns = wasm._playground_columns(k);
  const at = wasm._playground_values(k) / 8;
  const values = wasm.HEAPF64.slice(at, at + rows * columns);
  return rows * columns === 1 ? values[0] : { rows, columns, values };
}

/** Hands a drawn series to the library: x is 0, y is 1. */
export function setSeries(which, values) {
  const at = wasm._playground_series(which, values.length) / 8;
  wasm.HEAPF64.set(values, at);
}
