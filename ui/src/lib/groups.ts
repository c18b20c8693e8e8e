import type { Availability, Person, PersonId } from '../bindings';
import { ORDER } from './present';

/** A section of the contact list. */
export interface Group {
  /** Unique in the list. */
  key: string;
  /** Whether it holds my favourites. */
  favourites: boolean;
  /** What stands above it; the favourites' comes from the words. */
  name: string;
  people: Person[];
}

/** Remembers the order of names, so that a changed presence does not compare thousands of them again. */
export class NameOrder {
  #collator = new Intl.Collator(undefined, { sensitivity: 'base', numeric: true });
  #ranks = new Map<PersonId, { name: string; rank: number }>();

  of(people: Person[]): Map<PersonId, { name: string; rank: number }> {
    const same = people.length === this.#ranks.size && people.every((p) => this.#ranks.get(p.id)?.name === p.name);
    if (!same) {
      const sorted = people.toSorted((a, b) => this.#collator.compare(a.name, b.name) || (a.id < b.id ? -1 : 1));
      this.#ranks = new Map(sorted.map(({ id, name }, rank) => [id, { name, rank }]));
    }
    return this.#ranks;
  }
}

const RANK = Object.fromEntries(ORDER.map((availability, rank) => [availability, rank])) as Record<Availability, number>;

/** Favourites in their own order, then groups by name; within one the free come first, then by name. */
export function group(all: Person[], favourites: PersonId[], team: string, names: NameOrder, keep: (p: Person) => boolean): Group[] {
  const ranks = names.of(all);
  const rank = (person: Person) => RANK[person.presence.availability] * 1e6 + (ranks.get(person.id)?.rank ?? 0);
  const byId = new Map(all.map((person) => [person.id, person]));
  const starred = favourites.flatMap((id) => byId.get(id) ?? []).filter(keep);
  const shelves = new Map<string, Person[]>();
  const isFavourite = new Set(favourites);
  for (const person of all) {
    if (isFavourite.has(person.id) || !keep(person)) continue;
    const name = person.group || team;
    const shelf = shelves.get(name);
    if (shelf) shelf.push(person);
    else shelves.set(name, [person]);
  }
  const collator = new Intl.Collator();
  const groups = [...shelves].sort(([a], [b]) => collator.compare(a, b));
  return [
    ...(starred.length ? [{ key: '*', favourites: true, name: '', people: starred }] : []),
    ...groups.map(([name, people]) => ({
      key: `g${name}`,
      favourites: false,
      name,
      people: people.sort((a, b) => rank(a) - rank(b)),
    })),
  ];
}

/** How many of a group are how, for the bar beside its name. */
export function tally(people: Person[]): [Availability, number][] {
  const counts = new Map<Availability, number>();
  for (const { presence } of people) counts.set(presence.availability, (counts.get(presence.availability) ?? 0) + 1);
  return ORDER.flatMap((availability) => {
    const count = counts.get(availability);
    return count ? [[availability, count] as [Availability, number]] : [];
  });
}
