import { tick } from 'svelte';
import type { Attachment } from 'svelte/attachments';
import { offsets, visible, type Line } from './lib/rows';

/** How high lines are, in rem. */
const HEAD = 2.1;
const ROW = 3;
/** How far beyond its edges a list is drawn, in pixels. */
const SPARE = 240;

/** The part of a long list that is drawn, and the line in it that has the focus. */
export class Viewport {
  /** The line that had the focus last. */
  focused = $state('');
  #lines: () => Line[];
  #box: HTMLElement | undefined;
  #top = $state(0);
  #height = $state(800);
  #rem = $state(16);

  /** Where each line begins, and where the last one ends, in pixels. */
  readonly starts = $derived.by(() => offsets(this.#lines(), HEAD * this.#rem, ROW * this.#rem));
  /** The place of the focused line; -1 when it is gone. */
  readonly at = $derived.by(() => this.#lines().findIndex(({ key }) => key === this.focused));
  /** The line that Tab reaches: the one last focused, else the first person. */
  readonly stop = $derived.by(() => (this.at >= 0 ? this.focused : this.#lines()[this.first]?.key));
  /** The place of the first person. */
  readonly first = $derived.by(() => this.#lines().findIndex(({ person }) => person !== undefined));
  /** How many lines one page up or down is. */
  readonly page = $derived.by(() => Math.max(1, Math.floor(this.#height / (ROW * this.#rem)) - 1));
  /** The lines in sight, and the focused one, however far it is scrolled away. */
  readonly drawn = $derived.by(() => {
    const [from, to] = visible(this.starts, this.#top - SPARE, this.#top + this.#height + SPARE);
    const drawn = this.#lines()
      .slice(from, to)
      .map((line, i) => ({ line, at: from + i }));
    const focused = this.#lines()[this.at];
    return focused && (this.at < from || this.at >= to) ? [...drawn, { line: focused, at: this.at }] : drawn;
  });

  constructor(lines: () => Line[]) {
    this.#lines = lines;
  }

  /** For what is scrolled. */
  readonly attach: Attachment<HTMLElement> = (box) => {
    this.#box = box;
    const observer = new ResizeObserver(() => {
      this.#rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
      this.#height = box.clientHeight;
    });
    const scroll = () => (this.#top = box.scrollTop);
    observer.observe(box);
    box.addEventListener('scroll', scroll);
    return () => {
      observer.disconnect();
      box.removeEventListener('scroll', scroll);
    };
  };

  /** Moves the focus to the line at a place, or to the nearest end, and scrolls there. */
  focus(place: number) {
    const to = Math.max(0, Math.min(this.#lines().length - 1, place));
    const line = this.#lines()[to];
    const box = this.#box;
    if (!line || !box) return;
    this.focused = line.key;
    const [start, end] = [this.starts[to]!, this.starts[to + 1]!];
    if (start < box.scrollTop) box.scrollTop = start;
    else if (end > box.scrollTop + this.#height) box.scrollTop = end - this.#height;
    // A line that was not drawn yet is, once the list has scrolled there.
    void tick().then(() => this.focusOn(line.key));
  }

  focusOn(key: string) {
    this.#box?.querySelector<HTMLElement>(`[data-line="${CSS.escape(key)}"] > button`)?.focus({ preventScroll: true });
  }

  /** To be called before rows move: one that moves in the document loses the focus, and gets it back. */
  keepFocus() {
    const holds = () => this.#box?.contains(document.activeElement);
    if (holds()) void tick().then(() => holds() || this.focusOn(this.focused));
  }

  /** The height within the list, in pixels, of a height of the window. */
  within(y: number): number {
    return this.#box ? y - this.#box.getBoundingClientRect().top + this.#box.scrollTop : 0;
  }
}
