import type { Person } from '../bindings';
import { ORDER } from './present';

export const ORDERS = ['name', 'availability', 'group', 'recent'] as const;
export type Order = (typeof ORDERS)[number];

const collator = new Intl.Collator(undefined, { sensitivity: 'base', numeric: true });
const byName = (a: Person, b: Person) => collator.compare(a.name, b.name) || (a.id < b.id ? -1 : 1);

const EVER = '1970-01-01T00:00:00Z';

const BY: Record<Order, (a: Person, b: Person) => number> = {
  name: () => 0,
  availability: (a, b) => ORDER.indexOf(a.presence.availability) - ORDER.indexOf(b.presence.availability),
  // Who is in no group comes last.
  group: (a, b) => Number(!a.group) - Number(!b.group) || collator.compare(a.group ?? '', b.group ?? ''),
  // What changed last comes first; when it changed is not known of everybody.
  recent: (a, b) => Date.parse(b.presence.since ?? EVER) - Date.parse(a.presence.since ?? EVER),
};

/** People in an order, those that are alike in it by name. */
export const sorted = (people: Person[], order: Order): Person[] => people.toSorted((a, b) => BY[order](a, b) || byName(a, b));
