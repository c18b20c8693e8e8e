import type { PersonId } from './bindings';

/** How far the pointer moves before a press is a drag, in pixels. */
const FAR = 6;

/** A favourite that is dragged to another place in the list. */
export class Drag {
  /** Who is dragged. */
  person = $state.raw<PersonId>();
  /** Before whom they would land; `end` = behind them all. */
  before = $state.raw<PersonId | 'end'>();
  #grabbed: { person: PersonId; y: number } | undefined;
  #landed = false;
  #place: (y: number) => PersonId | 'end';
  #land: (person: PersonId, before: PersonId | 'end') => void;

  /** `place` tells before whom a height of the window lies, `land` puts them there. */
  constructor(place: (y: number) => PersonId | 'end', land: (person: PersonId, before: PersonId | 'end') => void) {
    this.#place = place;
    this.#land = land;
  }

  grab(event: PointerEvent, person: PersonId | undefined) {
    this.#landed = false;
    if (person !== undefined && event.button === 0 && event.pointerType !== 'touch') this.#grabbed = { person, y: event.clientY };
  }

  readonly move = (event: PointerEvent & { currentTarget: HTMLElement }) => {
    if (!this.#grabbed || (this.person === undefined && Math.abs(event.clientY - this.#grabbed.y) < FAR)) return;
    this.person = this.#grabbed.person;
    event.currentTarget.setPointerCapture(event.pointerId);
    this.before = this.#place(event.clientY);
  };

  readonly drop = () => {
    const { person, before } = this;
    this.cancel();
    if (!person || !before) return;
    this.#landed = true;
    if (person !== before) this.#land(person, before);
  };

  readonly cancel = () => {
    [this.#grabbed, this.person, this.before] = [undefined, undefined, undefined];
  };

  /** The click that ends a drag opens nothing. */
  readonly click = (event: Event) => {
    if (this.#landed) event.stopPropagation();
    this.#landed = false;
  };
}
