import type { Person } from '../bindings';
import { store } from '../store.svelte';
import { words } from '../words';
import { fresh } from './ids';

/** Asks to be told when somebody is free, once or each time, perhaps until the end of this day. */
export function tellWhenFree(person: Person, { standing, today = false }: { standing: boolean; today?: boolean }) {
  const id = fresh('alert');
  const now = new Date();
  const until = today ? { until: new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1).toISOString() } : {};
  void store.change({ ask: 'set_alert', id, alert: { people: [person.id], need: 1, standing, ...until } }, words.menu.told(person.name));
}
