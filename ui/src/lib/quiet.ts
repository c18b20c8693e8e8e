import type { ClaimId, Myself, Reason } from '../bindings';
import { coming, nextEdge } from './week';

/** Quiet hours that are yet to begin. */
export interface Coming {
  /** What skipping them drops. */
  claim: ClaimId;
  at: number;
}

/** How it stands with my quiet hours. */
export interface Quiet {
  /** Those that run now. */
  running?: Reason | undefined;
  /** When they begin or end next, skipped or not. */
  edge?: { begins: boolean; at: number } | undefined;
  /** The next to begin. */
  next?: Coming | undefined;
  /** The last of those before it, which are skipped. */
  skipped?: Coming | undefined;
}

/** `skips` are those that were skipped before they began; the snapshot names only claims that live. */
export function quietOf(me: Myself, skips: readonly ClaimId[], now: number): Quiet {
  const { windows, zone } = me.quiet_hours ?? { windows: [], zone: me.profile.zone };
  // One night has the same claim each time: its start on the wall.
  const all = coming(windows, zone, now).map(({ at, wall }): Coming => ({ claim: `quiet:${wall}`, at }));
  const to = all.findIndex((one) => !skips.includes(one.claim) || announced(me, one));
  return {
    running: me.reasons.find(({ source, claim, can_drop }) => source === 'schedule' && claim && can_drop),
    edge: nextEdge(windows, zone, now),
    next: all[to],
    skipped: all[to - 1],
  };
}

/** Whether the engine says that these quiet hours come, so that they are not skipped or not any more. */
const announced = ({ next }: Myself, { at }: Coming) => next?.source === 'schedule' && Date.parse(next.at) === at;
