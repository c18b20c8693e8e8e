// Serves a built window as the app does: with its content security policy, taken from tauri.conf.json.
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };
const BUILT = fileURLToPath(new URL('../node_modules/.memory', import.meta.url));
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const CONFIG = new URL('../../tauri.conf.json', import.meta.url);

/** Gives the address and how to stop. */
export async function serve() {
  const policy = JSON.parse(readFileSync(CONFIG, 'utf8')).app.security.csp;
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    const file = pathname === '/axe.min.js' ? AXE : join(BUILT, pathname === '/' ? 'index.html' : pathname);
    if (pathname === '/favicon.ico') return response.writeHead(204).end();
    if (pathname.includes('..') || !existsSync(file)) return response.writeHead(404).end();
    response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'text/plain', 'content-security-policy': policy });
    return createReadStream(file).pipe(response);
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  return { url: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}
