/**
 * The window's only timer. Whoever shows time says when what they show changes next; the clock wakes for the earliest of
 * these, and not at all while nobody looks.
 */
class Clock {
  /** The time by which everything on screen is drawn, in milliseconds since the epoch. */
  now = $state(Date.now());
  #wakes = new Set<{ at: number }>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #due = Infinity;

  constructor() {
    document.addEventListener('visibilitychange', () => this.#tick());
  }

  /** Reads the time anew: between two wakes nobody needed it, so something that appears now would find it old. */
  look() {
    const now = Date.now();
    if (Math.abs(now - this.now) > 1_000) this.now = now;
  }

  /** Asks to be redrawn at an instant; gives back how to take the wish back. */
  wake(at: number): () => void {
    this.look();
    const wish = { at };
    this.#wakes.add(wish);
    this.#arm();
    return () => this.#wakes.delete(wish);
  }

  #arm() {
    const first = Math.min(...[...this.#wakes].map(({ at }) => at));
    if (document.hidden || first >= this.#due) return;
    clearTimeout(this.#timer);
    this.#due = together(first, Date.now());
    this.#timer = setTimeout(() => this.#tick(), Math.min(this.#due - Date.now(), 2 ** 30));
  }

  #tick() {
    clearTimeout(this.#timer);
    this.#due = Infinity;
    if (document.hidden) return;
    this.now = Date.now();
    for (const wish of this.#wakes) if (wish.at <= this.now) this.#wakes.delete(wish);
    if (this.#wakes.size) this.#arm();
  }
}

/** Rounds up, so that wishes which lie close share one tick: finely what is near, to five seconds what is a minute away. */
function together(at: number, now: number): number {
  const grain = Math.min(5_000, Math.max(250, (at - now) / 12));
  return Math.max(now, Math.ceil(at / grain) * grain);
}

export const clock = new Clock();

/** Within a component: redraws it at the instant that `next` gives, again and again, while it gives one. */
export function redrawAt(next: (now: number) => number | undefined) {
  $effect(() => {
    const at = next(clock.now);
    if (at !== undefined) return clock.wake(at);
    return undefined;
  });
}
