import type { Answer, Ask, Difference, Problem, Reply, Request, Snapshot } from './bindings';
import { clock } from './clock.svelte';
import type { Host } from './host/host';
import { apply } from './lib/difference';
import { UNDO_FOR } from './lib/time';
import { words } from './words';

/** A change on the server that the window can take back itself. */
export interface Back {
  what: string;
  ask: Ask;
  until: number;
}

/** The window's only state that comes from outside: the engine's snapshot, kept current. */
class Store {
  snapshot = $state.raw<Snapshot>();
  /** Why there is no snapshot. */
  failed = $state.raw<string>();
  /** Why the last request was refused, until put away. */
  problem = $state.raw<Problem>();
  /** What the window itself can take back; what the engine can is in the snapshot. */
  back = $state.raw<Back>();
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
    if (request.do !== 'ask') this.back = undefined;
    this.problem = reply.reply === 'problem' ? reply.problem : undefined;
    return reply.reply !== 'problem';
  }

  /** Asks what only the server can do or tell; a refusal comes back for whoever asked to show it. */
  async server(ask: Ask): Promise<Answer | Problem> {
    const reply = await this.ask({ do: 'ask', ask });
    if (reply.reply === 'answer') return reply.answer;
    return reply.reply === 'problem' ? reply.problem : { answer: 'done' };
  }

  /** Has the server do something; what is refused is shown. What was done can be taken back by `undo` for a while. */
  async change(ask: Ask, what?: string, undo?: Ask): Promise<boolean> {
    const done = await this.tell({ do: 'ask', ask });
    this.back = done && what && undo ? { what, ask: undo, until: Date.now() + UNDO_FOR } : undefined;
    return done;
  }

  /** Takes the last change back, whoever can. */
  async undo(): Promise<void> {
    const back = this.back;
    this.back = undefined;
    await this.tell(back ? { do: 'ask', ask: back.ask } : { do: 'undo' });
  }

  async open(address: string) {
    this.problem = await this.#host?.open(address);
  }
}

export const store = new Store();
