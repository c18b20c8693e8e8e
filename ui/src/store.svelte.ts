import type { Difference, Problem, Reply, Request, Snapshot } from './bindings';
import { clock } from './clock.svelte';
import type { Host } from './host/host';
import { apply } from './lib/difference';
import { words } from './words';

/** The window's only state that comes from outside: the engine's snapshot, kept current. */
class Store {
  snapshot = $state.raw<Snapshot>();
  /** Why there is no snapshot. */
  failed = $state.raw<string>();
  /** Why the last request was refused, until put away. */
  problem = $state.raw<Problem>();
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
      if (this.#host) return await this.#host.send(request);
      return { reply: 'problem', problem: words.noEngine('') };
    } catch (error) {
      return { reply: 'problem', problem: words.noEngine(String(error)) };
    }
  }

  /** Asks for something to be done; what is refused is shown. Tells whether it was done. */
  async tell(request: Request): Promise<boolean> {
    const reply = await this.ask(request);
    this.problem = reply.reply === 'problem' ? reply.problem : undefined;
    return reply.reply !== 'problem';
  }

  async open(address: string) {
    this.problem = await this.#host?.open(address);
  }
}

export const store = new Store();
