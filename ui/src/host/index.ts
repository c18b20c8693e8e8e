import type { Host } from './host';

/** The app's engine; where there is none, while the window is built or tested, a scripted one. */
export async function findHost(): Promise<Host> {
  if (import.meta.env.PROD && import.meta.env.MODE !== 'memory') return (await import('./tauri')).host;
  if ('__TAURI_INTERNALS__' in window) return (await import('./tauri')).host;
  const { MemoryHost } = await import('./memory');
  return new MemoryHost(new URLSearchParams(location.search).get('scenario') ?? 'twelve');
}
