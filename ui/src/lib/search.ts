import type { Person } from '../bindings';

/** What somebody typed into the search box. */
export interface Query {
  /** Words that the name, group or note must hold, folded. */
  words: string[];
  /** They asked who is free. */
  free: boolean;
}

const FREE = /\bfree(\s+now)?\b|\bavailable\b/iu;

/** Lower case without accents, so that "joao" finds "João". */
export function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLocaleLowerCase().replaceAll('ł', 'l').replaceAll('ø', 'o');
}

export function readQuery(text: string): Query {
  const free = FREE.test(text);
  const rest = free ? text.replace(FREE, ' ') : text;
  return { free, words: fold(rest).split(/\s+/u).filter(Boolean) };
}

/** Whether a person answers the query: each word begins a word of theirs, or is in it from three letters on. */
export function matches(person: Person, query: Query): boolean {
  if (query.free && person.presence.availability !== 'available') return false;
  if (query.words.length === 0) return true;
  const text = ` ${fold([person.name, person.group ?? '', person.presence.note?.text ?? ''].join(' '))}`;
  return query.words.every((word) => text.includes(` ${word}`) || (word.length > 2 && text.includes(word)));
}
