import { readFileSync } from 'node:fs';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

// Tests read clocks as people in Britain do, whatever the computer speaks; test processes take this over.
if (process.env.VITEST) process.env.LC_ALL = 'en_GB.UTF-8';

// The whole of Ringlight has one version.
const [, version] = /^\[workspace\.package\]\s*version = "([^"]+)"/mu.exec(readFileSync(new URL('../Cargo.toml', import.meta.url), 'utf8')) ?? [];
if (!version) throw new Error('Cargo.toml names no version');

// `--mode memory` builds the window over a scripted host, for the browser test and for work without the app.
export default defineConfig(({ mode }) => ({
  plugins: [svelte()],
  define: { VERSION: JSON.stringify(version) },
  build: {
    outDir: mode === 'memory' ? 'node_modules/.memory' : 'dist',
    target: ['safari16.4', 'chrome111'],
    // A data: address would break the content security policy.
    assetsInlineLimit: 0,
    modulePreload: false,
  },
  server: { port: 1420, strictPort: true },
  test: { include: ['src/**/*.test.ts'], setupFiles: 'test/setup.ts', pool: 'forks' },
}));
