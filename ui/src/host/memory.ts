import type { Difference, Problem, Reply, Request, Snapshot } from '../bindings';
import { apply } from '../lib/difference';
import type { Host } from './host';
import { answer, refuse } from './memory/answers';
import { SCENARIOS } from './memory/scenarios';

declare global {
  interface Window {
    /** For tests: the scripted engine behind the window. */
    memory?: MemoryHost;
  }
}

/** A scripted engine, for the browser test and for work on the window without the app. */
export class MemoryHost implements Host {
  /** What was asked, in order. */
  asked: Request[] = [];
  opened: string[] = [];
  /** How often it was closed. */
  closed = 0;
  #snapshot: Snapshot;
  /** What the last change of one's own can be taken back to. */
  #before: Snapshot | undefined;
  #changed: (difference: Difference) => void = () => {};

  constructor(scenario: string) {
    this.#snapshot = (SCENARIOS[scenario] ?? SCENARIOS.twelve!)();
    window.memory = this;
  }

  attach(changed: (difference: Difference) => void): Promise<Snapshot> {
    this.#changed = changed;
    return Promise.resolve(this.#snapshot);
  }

  /** Changes the state as if the engine had. */
  change(difference: Difference) {
    this.#snapshot = apply(this.#snapshot, difference);
    this.#changed(structuredClone(difference));
  }

  async send(request: Request): Promise<Reply> {
    this.asked.push(structuredClone(request));
    const [reply, difference] = request.do === 'undo' ? this.#undo() : answer(request, this.#snapshot);
    if (difference?.undo) this.#before = this.#snapshot;
    if (difference) this.change(difference);
    return reply;
  }

  #undo(): [Reply, Difference?] {
    const before = this.#before;
    this.#before = undefined;
    if (!before) return [refuse('There is nothing to take back.', 'nothing_to_undo')];
    return [{ reply: 'done' }, { me: before.me ?? null, groups: before.groups, alerts: before.alerts, favourites: before.favourites, undo: null }];
  }

  open(address: string): Promise<Problem | undefined> {
    this.opened.push(address);
    return Promise.resolve(undefined);
  }

  close() {
    this.closed += 1;
  }
}
