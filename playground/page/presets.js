// Pairs of series to begin with, as functions of the time from 0 to 1.

const bump = (t, centre, width) => Math.exp(-(((t - centre) / width) ** 2));
const step = (t, at) => 1 / (1 + Math.exp(-80 * (t - at)));

const presets = {
  bumps: {
    x: (t) => 1.4 * bump(t, 0.25, 0.08) - bump(t, 0.62, 0.09),
    y: (t) => 1.4 * bump(t, 0.42, 0.08) - bump(t, 0.8, 0.09),
  },
  steps: { x: (t) => 1.6 * step(t, 0.35) - 0.8, y: (t) => 1.6 * step(t, 0.65) - 0.8 },
  waves: { x: (t) => Math.sin(4 * Math.PI * t), y: (t) => Math.sin(4 * Math.PI * t ** 1.6) },
  amplitudes: { x: (t) => 0.8 * bump(t, 0.3, 0.1), y: (t) => 1.9 * bump(t, 0.6, 0.1) },
  flat: { x: () => 0, y: (t) => 1.5 * bump(t, 0.5, 0.07) },
};

export const presetNames = Object.keys(presets);

/** The two series of a preset with so many steps. */
export function presetSeries(name, steps) {
  const sampled = (f) => Float64Array.from({ length: steps }, (_, k) => f(k / (steps - 1)));
  return { x: sampled(presets[name].x), y: sampled(presets[name].y) };
}
