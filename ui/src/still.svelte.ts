import { untrack } from 'svelte';
import { clock } from './clock.svelte';
import { STILL, mayMove, sameLines, type Line } from './lib/rows';

/** Lines that stand still: they move at once for what the person did, else at most every five seconds and never under the pointer. */
export class Still {
  lines = $state.raw<Line[]>([]);
  /** Whether the pointer is over them. */
  pointed = $state(false);
  #movedAt = 0;
  #asked: string | undefined;

  /** Within a component. `asked` changes with what the person asks to see, `moving` is called before lines move. */
  constructor(wanted: () => Line[], asked: () => string, moving: () => void) {
    $effect.pre(() => {
      const own = asked() !== this.#asked;
      if (!own && sameLines(wanted(), untrack(() => this.lines))) return undefined;
      if (own || mayMove(this.#movedAt, Math.max(clock.now, Date.now()), this.pointed)) {
        if (!own) this.#movedAt = Date.now();
        this.lines = wanted();
        this.#asked = asked();
        untrack(moving);
        return undefined;
      }
      return this.pointed ? undefined : clock.wake(this.#movedAt + STILL);
    });
  }
}
