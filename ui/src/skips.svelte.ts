import type { ClaimId } from './bindings';
import { keep, recall } from './lib/keep';
import type { Coming } from './lib/quiet';
import { store } from './store.svelte';
import { words } from './words';

const KEY = 'skipped';

/** The quiet hours that this window skipped before they began. */
class Skips {
  claims = $state.raw<readonly ClaimId[]>(recall<ClaimId[]>(KEY, []));

  async skip({ claim }: Coming) {
    const reply = await store.ask({ do: 'drop', claim });
    const problem = reply.reply === 'problem' ? reply.problem : undefined;
    // Another device may have skipped them first.
    const already = problem?.code === 'not_found';
    store.problem = already ? undefined : problem;
    if (store.problem) return;
    const before = this.claims;
    // Older ones have come and gone.
    this.#set([...before, claim].slice(-7));
    if (!already) store.offer(words.hours.skippedNow, undefined, () => this.#set(before));
  }

  #set(claims: readonly ClaimId[]) {
    this.claims = claims;
    keep(KEY, claims);
  }
}

export const skips = new Skips();
