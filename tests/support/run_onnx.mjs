// node run_onnx.mjs MODEL.onnx SERIES.json: runs a model in ONNX Runtime and prints its forecasts as JSON.
// SERIES.json: {"type": "float32"|"float64", "dims": [N, I, D], "values": […]}; null is NaN.
// Status 77 if the runtime is missing.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { join } from "node:path";

// $SOFTWARP_NODE_MODULES names a folder with node_modules/onnxruntime-web; by default, node searches its usual places.
const folder = process.env.SOFTWARP_NODE_MODULES ?? process.cwd();
let ort;
try {
  ort = createRequire(join(folder, "x.js"))("onnxruntime-web");
} catch {
  process.exit(77);
}
ort.env.wasm.numThreads = 1;
const [model, series] = process.argv.slice(2);
const { type, dims, values } = JSON.parse(readFileSync(series));
const known = values.map((value) => value ?? NaN);
const numbers = type === "float64" ? Float64Array.from(known) : Float32Array.from(known);
const session = await ort.InferenceSession.create(readFileSync(model));
const { forecast } = await session.run({ series: new ort.Tensor(type, numbers, dims) });
console.log(JSON.stringify({ type: forecast.type, dims: forecast.dims, values: Array.from(forecast.data) }));
process.exit(0);
