import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

// `--mode memory` builds the window over a scripted host, for the browser test and for work without the app.
export default defineConfig(({ mode }) => ({
  plugins: [svelte()],
  build: {
    outDir: mode === 'memory' ? 'node_modules/.memory' : 'dist',
    target: ['safari16.4', 'chrome111'],
    // A data: address would break the content security policy.
    assetsInlineLimit: 0,
    modulePreload: false,
  },
  server: { port: 1420, strictPort: true },
  test: { include: ['src/**/*.test.ts'] },
}));
