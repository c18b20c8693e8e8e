import { tick } from 'svelte';
import type { PersonId } from './bindings';
import { clock } from './clock.svelte';

export type Tab = 'account' | 'presence' | 'appearance';

/** What stands beside the list, or over it in a narrow window. */
export type Page = { at: 'list' } | { at: 'card'; person: PersonId } | { at: 'me' } | { at: 'settings'; tab: Tab };

class Navigation {
  page = $state.raw<Page>({ at: 'list' });
  /** Whether the status picker is open, and with what in focus. */
  picker = $state.raw<'closed' | 'status' | 'note'>('closed');
  /** What had the focus before the page, to give it back. */
  #from: HTMLElement | null = null;

  go(page: Page) {
    clock.look();
    if (this.page.at === 'list') this.#from = document.activeElement as HTMLElement | null;
    this.page = page;
  }

  back() {
    this.page = { at: 'list' };
    const from = this.#from;
    // The list is inert until the page is gone.
    void tick().then(() => from?.focus({ preventScroll: true }));
  }
}

export const nav = new Navigation();
