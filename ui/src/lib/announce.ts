import type { Snapshot } from '../bindings';
import { words } from '../words';

/** What a screen reader says of favourites that changed: "Haruka Sato: On a call". */
export function announcements(before: Snapshot, after: Snapshot): string[] {
  return after.favourites.flatMap((id) => {
    const [old, now] = [before.people[id], after.people[id]];
    if (!old || !now || old === now) return [];
    const [was, is] = [words.state(old.presence, before.statuses), words.state(now.presence, after.statuses)];
    return was === is ? [] : [`${now.name}: ${is}`];
  });
}
