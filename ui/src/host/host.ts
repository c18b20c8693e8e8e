import type { Difference, Problem, Reply, Request, Snapshot } from '../bindings';

/** What the window needs of whoever runs it. */
export interface Host {
  /** Gives the whole state once, and each change of it from then on. A change may come before the whole is here. */
  attach(changed: (difference: Difference) => void): Promise<Snapshot>;
  /** Asks the engine. A refusal is a reply too. */
  send(request: Request): Promise<Reply>;
  /** Opens an address such as `tel:` or `https:` in the program the system has for it. */
  open(address: string): Promise<Problem | undefined>;
  /** Closes the window, as its frame's button does. */
  close(): void;
}
