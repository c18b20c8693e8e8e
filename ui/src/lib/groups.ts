import type { Availability, Group as Own, Person, PersonId } from '../bindings';
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

export type Sort = 'availability' | 'name' | 'recent';

/** How the list is laid out. */
export interface Layout {
  /** What my team calls the people who are in no group of it. */
  team: string;
  favourites: PersonId[];
  /** My own groups, if these are shown in place of the team's. */
  own?: Own[];
  /** What people in none of my own groups stand under. */
  others?: string;
  sort: Sort;
}

/** Favourites in their own order, then groups by name; within one as the layout says, then by name. */
export function group(all: Person[], layout: Layout, names: NameOrder, keep: (p: Person) => boolean): Group[] {
  const ranks = names.of(all);
  const byName = (a: Person, b: Person) => (ranks.get(a.id)?.rank ?? 0) - (ranks.get(b.id)?.rank ?? 0);
  const inOrder = (a: Person, b: Person) => BY[layout.sort](a, b) || byName(a, b);
  const byId = new Map(all.map((person) => [person.id, person]));
  const found = (ids: PersonId[]) => ids.flatMap((id) => byId.get(id) ?? []).filter(keep);
  const starred = found(layout.favourites);
  const isFavourite = new Set(layout.favourites);
  const rest = all.filter((person) => !isFavourite.has(person.id) && keep(person));
  const shelves = layout.own ? ownShelves(layout.own, layout.others ?? layout.team, rest, found) : teamShelves(layout.team, rest);
  return [
    ...(starred.length ? [{ key: '*', favourites: true, name: '', people: starred }] : []),
    ...shelves.map(({ people, ...shelf }) => ({ ...shelf, favourites: false, people: people.sort(inOrder) })),
  ];
}

const EVER = '1970-01-01T00:00:00Z';

const BY: Record<Sort, (a: Person, b: Person) => number> = {
  availability: (a, b) => RANK[a.presence.availability] - RANK[b.presence.availability],
  name: () => 0,
  // What changed last comes first; when it changed is not known of everybody.
  recent: (a, b) => Date.parse(b.presence.since ?? EVER) - Date.parse(a.presence.since ?? EVER),
};

function shelve(people: Person[], by: (person: Person) => string): Map<string, Person[]> {
  const shelves = new Map<string, Person[]>();
  for (const person of people) {
    const shelf = shelves.get(by(person));
    if (shelf) shelf.push(person);
    else shelves.set(by(person), [person]);
  }
  return shelves;
}

type Shelf = Pick<Group, 'key' | 'name' | 'people'>;

function teamShelves(team: string, people: Person[]): Shelf[] {
  const shelves = shelve(people, (person) => person.group || team);
  const collator = new Intl.Collator();
  return [...shelves].sort(([a], [b]) => collator.compare(a, b)).map(([name, people]) => ({ key: `g${name}`, name, people }));
}

/** Mine hold their people, favourites too; the others follow. */
function ownShelves(own: Own[], others: string, people: Person[], found: (ids: PersonId[]) => Person[]): Shelf[] {
  const shelved = new Set(own.flatMap(({ people }) => people));
  const rest = people.filter(({ id }) => !shelved.has(id));
  const mine = own.map(({ id, name, people }) => ({ key: `o${id}`, name, people: found(people) }));
  return [...mine, { key: 'o', name: others, people: rest }].filter(({ people }) => people.length);
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
