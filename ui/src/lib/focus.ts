import type { Attachment } from 'svelte/attachments';

const STOPS = 'button:not(:disabled), input:not(:disabled), select, [tabindex="0"]';

/** Everything within that can have the focus, in order. */
export function stops(root: HTMLElement): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>(STOPS)].filter((stop) => stop.offsetParent !== null);
}

/** Moves the focus along the stops; past the last one comes the first. */
export function step(root: HTMLElement, by: number | 'first' | 'last', among = stops(root)) {
  const at = among.indexOf(document.activeElement as HTMLElement);
  const to = by === 'first' ? 0 : by === 'last' ? among.length - 1 : (Math.max(at, by > 0 ? -1 : 0) + by + among.length) % among.length;
  among[to]?.focus();
}

/** For `onkeydown`: closes on Escape, and keeps the key from what lies around. */
export const onEscape = (close: () => void) => (event: KeyboardEvent) => {
  if (event.key !== 'Escape') return;
  event.preventDefault();
  event.stopPropagation();
  close();
};

/** Gives the focus back to where it was if it would be lost with the element. */
export const lend: Attachment<HTMLElement> = () => {
  const before = document.activeElement as HTMLElement | null;
  return () => queueMicrotask(() => document.activeElement === document.body && before?.focus({ preventScroll: true }));
};

/** Where a context menu opens: at the pointer, or below what has the focus if a key asked for it. */
export function menuPlace(event: MouseEvent): { x: number; y: number } {
  event.preventDefault();
  event.stopPropagation();
  const { clientX: x, clientY: y } = event;
  if (x !== 0 || y !== 0) return { x, y };
  const box = (document.activeElement ?? (event.currentTarget as HTMLElement)).getBoundingClientRect();
  return { x: box.left + Math.min(60, box.width / 2), y: box.bottom - Math.min(8, box.height / 4) };
}

/** Keeps Tab within, and gives the focus back to where it was when the element goes. */
export const trap: Attachment<HTMLElement> = (root) => {
  const before = document.activeElement as HTMLElement | null;
  const keep = (event: KeyboardEvent) => {
    if (event.key !== 'Tab') return;
    event.preventDefault();
    step(root, event.shiftKey ? -1 : 1);
  };
  root.addEventListener('keydown', keep);
  return () => {
    root.removeEventListener('keydown', keep);
    before?.focus({ preventScroll: true });
  };
};
