import type { PersonId } from '../bindings';
import { letter } from './keys';
import type { Line } from './rows';

/** What a key asks of a list. */
export type Wish = { do: 'focus'; at: number } | { do: 'move'; by: number } | { do: 'fold'; on: boolean } | { do: 'reach' } | { do: 'star' };

/** Where the focus is: the place and the line, how many lines there are, and how many a page has. */
interface Focus {
  at: number;
  line: Line | undefined;
  count: number;
  page: number;
}

type Key = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey'>;

/** Whether it is a line of the favourites, which have an order of their own. */
export const isFavourite = (line: Line | undefined): line is Line & { person: PersonId } => line?.group === '*' && line.person !== undefined;

export function wishOf({ key, code, ctrlKey, metaKey, altKey }: Key, { at, line, count, page }: Focus): Wish | undefined {
  const by = { ArrowUp: -1, ArrowDown: 1 }[key];
  if (altKey) return by && isFavourite(line) ? { do: 'move', by } : undefined;
  if (ctrlKey || metaKey) return key === 'Enter' && line?.person ? { do: 'reach' } : undefined;
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: count - 1, PageDown: at + page, PageUp: at - page }[key];
  if (to !== undefined) return { do: 'focus', at: to };
  if (line?.person) return letter({ key, code }) === 'f' ? { do: 'star' } : undefined;
  const on = { ArrowLeft: true, ArrowRight: false }[key];
  return line && on !== undefined ? { do: 'fold', on } : undefined;
}
