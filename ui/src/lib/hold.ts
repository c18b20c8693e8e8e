import type { Attachment } from 'svelte/attachments';
import { stops } from './focus';

/** A place among the stops of an element. */
interface Place {
  within: HTMLElement;
  at: number;
}

/** Where something stands, from the nearest element around it outwards. */
function placesOf(stop: HTMLElement, root: HTMLElement): Place[] {
  const places: Place[] = [];
  for (let within = stop.parentElement; within && root.contains(within); within = within.parentElement) places.push({ within, at: stops(within).indexOf(stop) });
  return places;
}

const lost = () => document.activeElement === document.body;

/** Keeps the focus near by when what had it is gone: a button that has done its work, a line taken off a list. */
export const hold: Attachment<HTMLElement> = (root) => {
  let held: HTMLElement | undefined;
  let places: Place[] = [];

  function take({ target }: FocusEvent) {
    held = target as HTMLElement;
    places = placesOf(held, root);
  }

  // What was left on purpose is still there.
  const leave = () => queueMicrotask(() => held?.isConnected && lost() && (held = undefined));

  function find() {
    if (!held || held.isConnected || !lost()) return;
    for (const { within, at } of places) {
      if (lost() && root.contains(within)) stops(within).slice(0, at + 1).at(-1)?.focus({ preventScroll: true });
    }
  }

  // Whoever knows better where it belongs comes first.
  const observer = new MutationObserver(() => queueMicrotask(find));
  observer.observe(root, { childList: true, subtree: true });
  root.addEventListener('focusin', take);
  root.addEventListener('focusout', leave);
  return () => {
    observer.disconnect();
    root.removeEventListener('focusin', take);
    root.removeEventListener('focusout', leave);
  };
};
