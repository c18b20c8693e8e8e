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
