import { tick } from 'svelte';
import { clock } from './clock.svelte';
import { parent, readRoute, route, type Page, type Section } from './lib/route';

class Navigation {
  page = $state.raw<Page>(readRoute(location.hash));
  /** Whether the status picker is open, and with what in focus. */
  picker = $state.raw<'closed' | 'status' | 'note'>('closed');
  /** Whether the person has just come into a team, and may be asked what their ring may do by itself. */
  welcome = $state(false);
  /** The page of the settings that was left last, to find the place again. */
  left = $state.raw<Section>();
  /** The pages that led here. */
  #trail: Page[] = [];
  /** What had the focus before the page, to give it back. */
  #from: HTMLElement | null = null;

  constructor() {
    addEventListener('hashchange', () => this.#show(readRoute(location.hash)));
  }

  go(page: Page) {
    // A page of the settings that was opened from a card leads back there.
    if (page.at === 'settings' && page.section) this.#trail.push(this.page);
    else this.#trail = [];
    this.#open(page);
  }

  #open(page: Page) {
    if (this.page.at === 'list') this.#from = document.activeElement as HTMLElement | null;
    this.#show(page);
    history.replaceState(null, '', route(page));
  }

  back() {
    this.#open(this.#trail.pop() ?? parent(this.page));
    if (this.page.at !== 'list') return;
    const from = this.#from;
    // The list is inert until the page is gone.
    void tick().then(() => from?.focus({ preventScroll: true }));
  }

  #show(page: Page) {
    clock.look();
    this.left = this.page.at === 'settings' && page.at === 'settings' ? this.page.section : undefined;
    this.page = page;
  }
}

export const nav = new Navigation();
