// Draws every icon of the app: `node icons/draw.mjs`. Nothing to install; run it after a change and commit what it writes.
//
// The tray's rings follow the same rule as the window's: colour, pattern and glyph each tell the state alone. They stand
// in tray/<panel>/, where the panel is the desktop's: `light` icons are dark enough for a light panel, and the other way
// round. App icons are RGBA, as Tauri asks.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { icns, ico, png } from './containers.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));

// ---- shapes: tests whether a point lies inside, on a grid of 16 units ------------------------------------------------

const disc = (x, y, radius) => (px, py) => Math.hypot(px - x, py - y) <= radius;
const without = (shape, hole) => (px, py) => shape(px, py) && !hole(px, py);
const ring = (x, y, outer, width) => without(disc(x, y, outer), disc(x, y, outer - width));

/** `count` dashes which fill `share` of the circle, the first one centred at the top. */
const dashed = (shape, x, y, count, share) => (px, py) => {
  const turn = (Math.atan2(py - y, px - x) / (2 * Math.PI) + 1.25 + share / (2 * count)) * count;
  return turn % 1 < share && shape(px, py);
};

/** A line through `points` with round ends. */
const line = (width, ...points) => (px, py) =>
  points.slice(1).some(([bx, by], i) => {
    const [ax, ay] = points[i];
    const [dx, dy] = [bx - ax, by - ay];
    const along = Math.min(1, Math.max(0, ((px - ax) * dx + (py - ay) * dy) / (dx * dx + dy * dy)));
    return Math.hypot(px - ax - along * dx, py - ay - along * dy) <= width / 2;
  });

// ---- the rings ------------------------------------------------------------------------------------------------------

const RINGS = {
  available: {
    light: '#218a4c', dark: '#3ecf7c',
    shapes: [ring(8, 8, 7.5, 2), line(1.8, [5, 8.3], [7.1, 10.3], [11, 6.1])],
  },
  busy: { light: '#cf3a3a', dark: '#f06a6a', shapes: [disc(8, 8, 7.5)] },
  do_not_disturb: {
    light: '#a3123f', dark: '#f0447d',
    shapes: [ring(8, 8, 7.5, 2.5), line(2.2, [5.4, 8], [10.6, 8])],
  },
  away: {
    light: '#b97a00', dark: '#f0b429',
    shapes: [dashed(ring(8, 8, 7.5, 2), 8, 8, 8, 0.62), line(1.6, [8, 4.8], [8, 8.3], [10, 9.6])],
  },
  out_of_office: {
    light: '#a93d9b', dark: '#d97fcd',
    shapes: [ring(8, 8, 7.5, 2), line(1.7, [4.9, 8], [11, 8]), line(1.7, [8.6, 5.6], [11, 8], [8.6, 10.4])],
  },
  offline: {
    light: '#737985', dark: '#8b919d',
    shapes: [ring(8, 8, 7.5, 1.2), line(1.2, [5.7, 5.7], [10.3, 10.3]), line(1.2, [10.3, 5.7], [5.7, 10.3])],
  },
};

/** The app's own: somebody, in a ring that says they are free. */
const BADGE = disc(12.1, 12.1, 3.3);
const APP = [
  ['#6a5bb0', without(disc(8, 8, 5.5), disc(12.1, 12.1, 4))],
  ['#218a4c', without(ring(8, 8, 7.5, 1.3), disc(12.1, 12.1, 4))],
  ['#218a4c', BADGE],
  ['#ffffff', line(1.05, [10.6, 12.2], [11.7, 13.3], [13.7, 11.1])],
];

// ---- pixels ---------------------------------------------------------------------------------------------------------

/** The share of a pixel that lies inside: small icons are sampled finely, large ones need less. */
function coverage(shape, x, y, size) {
  const samples = size > 128 ? 3 : 8;
  const scale = 16 / size;
  let inside = 0;
  for (let i = 0; i < samples * samples; i++) {
    const px = x + ((i % samples) + 0.5) / samples;
    const py = y + (Math.floor(i / samples) + 0.5) / samples;
    if (shape(px * scale, py * scale)) inside++;
  }
  return inside / (samples * samples);
}

/** Layers of [colour, shape], the lowest first, as RGBA with straight alpha. */
function draw(size, layers) {
  const pixels = Buffer.alloc(size * size * 4);
  for (const [colour, shape] of layers) {
    const rgb = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
    for (let i = 0; i < size * size; i++) {
      const over = coverage(shape, i % size, Math.floor(i / size), size);
      const under = (pixels[i * 4 + 3] / 255) * (1 - over);
      if (over === 0) continue;
      rgb.forEach((value, c) => {
        pixels[i * 4 + c] = Math.round((value * over + pixels[i * 4 + c] * under) / (over + under));
      });
      pixels[i * 4 + 3] = Math.round((over + under) * 255);
    }
  }
  return png(size, pixels);
}

// ---- files ----------------------------------------------------------------------------------------------------------

const write = (name, bytes) => {
  mkdirSync(dirname(join(HERE, name)), { recursive: true });
  writeFileSync(join(HERE, name), bytes);
};

for (const panel of ['light', 'dark']) {
  for (const [name, { shapes, ...colours }] of Object.entries(RINGS)) {
    const layers = shapes.map((shape) => [colours[panel], shape]);
    for (const size of [16, 22, 24, 32, 64]) write(`tray/${panel}/${name}-${size}.png`, draw(size, layers));
  }
}

const sizes = [16, 32, 48, 64, 128, 256, 512, 1024];
const app = Object.fromEntries(sizes.map((size) => [size, draw(size, APP)]));
write('32x32.png', app[32]);
write('128x128.png', app[128]);
write('128x128@2x.png', app[256]);
write('icon.png', app[512]);
write('icon.ico', ico([32, 16, 48, 64, 256].map((size) => [size, app[size]])));
write('icon.icns', icns(app));
