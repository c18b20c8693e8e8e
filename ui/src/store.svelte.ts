import type { Answer, Ask, Difference, PersonId, Problem, Reply, Request, Snapshot } from './bindings';
import { clock } from './clock.svelte';
import type { Host } from './host/host';
import { apply } from './lib/difference';
import { instant } from './lib/present';
import { UNDO_FOR } from './lib/time';
import { words } from './words';

/** A change that can be taken back. */
export interface Back {
  what: string;
  /** What takes it back, in order. */
  requests: Request[];
  undone?: (() => void) | undefined;
  /** In milliseconds since the epoch. */
  until: number;
}

type TakesBack = Pick<Back, 'requests' | 'undone'>;
const NOTHING: TakesBack = { requests: [] };
const ENGINES: TakesBack = { requests: [{ do: 'undo' }] };

/** The window's only state that comes from outside: the engine's snapshot, kept current. */
class Store {
  snapshot = $state.raw<Snapshot>();
  /** Why there is no snapshot. */
  failed = $state.raw<string>();
  /** Why the last request was refused, until put away. */
  problem = $state.raw<Problem>();
  /** What was done here last; what the engine can take back of other doings is in the snapshot. */
  #back = $state.raw<Back>();
  #host: Host | undefined;
  #early: Difference[] = [];

  async attach(host: Host) {
    this.#host = host;
    try {
      const snapshot = await host.attach((difference) => this.#take(difference));
      this.snapshot = this.#early.splice(0).reduce(apply, snapshot);
    } catch (error) {
      this.failed = String(error);
    }
  }

  #take(difference: Difference) {
    clock.look();
    if (this.snapshot) this.snapshot = apply(this.snapshot, difference);
    else this.#early.push(difference);
  }

  /** Asks, and gives whatever is answered; a broken bridge answers with a problem too. */
  async ask(request: Request): Promise<Reply> {
    try {
      // What forms hold is watched by Svelte; the bridge takes plain values.
      if (this.#host) return await this.#host.send($state.snapshot(request) as Request);
      return { reply: 'problem', problem: words.noEngine('') };
    } catch (error) {
      return { reply: 'problem', problem: words.noEngine(String(error)) };
    }
  }

  /** Asks for something to be done; what is refused is shown. Tells whether it was done. */
  async tell(request: Request): Promise<boolean> {
    const reply = await this.ask(request);
    this.#back = undefined;
    this.problem = reply.reply === 'problem' ? reply.problem : undefined;
    return reply.reply !== 'problem';
  }

  /** Asks what only the server can do or tell; a refusal comes back for whoever asked to show it. */
  async server(ask: Ask): Promise<Answer | Problem> {
    const reply = await this.ask({ do: 'ask', ask });
    if (reply.reply === 'answer') return reply.answer;
    return reply.reply === 'problem' ? reply.problem : { answer: 'done' };
  }

  /**
   * Has the server do something; what is refused is shown. What was done can be taken back for a while: by `undo`, else
   * by the engine, as every change of one's own.
   */
  async change(ask: Ask, what?: string, undo?: Ask): Promise<boolean> {
    const done = await this.tell({ do: 'ask', ask });
    if (done && what) this.offer(what, undo && [{ do: 'ask', ask: undo }]);
    return done;
  }

  /** Puts somebody among the favourites or takes them out. */
  async star(person: PersonId, on: boolean): Promise<void> {
    await this.change({ ask: 'favourite', person, on }, on ? words.starred : words.unstarred);
  }

  /** Offers for a while to take back what was just done, in words of its own; `undone` is called once it was. */
  offer(what: string, requests: Request[] = ENGINES.requests, undone?: () => void) {
    this.#back = { what, requests, undone, until: Date.now() + UNDO_FOR };
  }

  /** What can be taken back at an instant, and by whom: the change that came last. */
  undoable(now: number): Back | 'engine' | undefined {
    const engine = instant(this.snapshot?.undo?.until) ?? 0;
    const back = this.#back;
    // What the engine would take back may be taken back already, in the tray.
    const gone = back?.requests === ENGINES.requests && engine === 0;
    if (back && !gone && back.until > now && back.until >= engine) return back;
    return engine > now ? 'engine' : undefined;
  }

  /** Takes the last change back, whoever can. */
  async undo(): Promise<void> {
    const back = this.undoable(Date.now());
    const { requests, undone } = back === 'engine' ? ENGINES : (back ?? NOTHING);
    for (const request of requests) if (!(await this.tell(request))) return;
    undone?.();
  }

  /** Opens the first way to reach somebody, if they have one. */
  async reach(person: PersonId) {
    const first = this.snapshot?.people[person]?.contacts[0];
    if (first) await this.open(first.address);
  }

  close() {
    this.#host?.close();
  }

  async open(address: string) {
    this.problem = await this.#host?.open(address);
  }
}

export const store = new Store();
