import { expect, it } from 'vitest';
import { wishOf } from './wish';

const NONE = { ctrlKey: false, metaKey: false, altKey: false };
const CTRL = { ...NONE, ctrlKey: true };
const ALT = { ...NONE, altKey: true };
const PERSON = { key: 'p_1', group: 'Sales', person: 'p_1' };
/** Where the letters are Cyrillic. */
const AT_F = { ...NONE, code: 'KeyF' };
const STARRED = { key: 'p_2', group: '*', person: 'p_2' };
const HEAD = { key: 'Sales', group: 'Sales' };

it.each([
  ['ArrowDown', NONE, PERSON, { do: 'focus', at: 6 }],
  ['Home', NONE, HEAD, { do: 'focus', at: 0 }],
  ['End', NONE, PERSON, { do: 'focus', at: 39 }],
  ['PageUp', NONE, PERSON, { do: 'focus', at: -5 }],
  ['ArrowDown', NONE, undefined, { do: 'focus', at: 6 }],
  ['F', NONE, PERSON, { do: 'star' }],
  ['а', AT_F, PERSON, { do: 'star' }],
  ['u', AT_F, PERSON, undefined],
  ['f', NONE, HEAD, undefined],
  ['f', CTRL, PERSON, undefined],
  ['Enter', CTRL, PERSON, { do: 'reach' }],
  ['Enter', CTRL, HEAD, undefined],
  ['Enter', NONE, PERSON, undefined],
  ['ArrowUp', ALT, STARRED, { do: 'move', by: -1 }],
  ['ArrowUp', ALT, PERSON, undefined],
  ['ArrowLeft', NONE, HEAD, { do: 'fold', on: true }],
  ['ArrowRight', NONE, HEAD, { do: 'fold', on: false }],
  ['ArrowLeft', NONE, PERSON, undefined],
])('%s with %o on %o is %o', (key, modifiers, line, expected) => expect(wishOf({ key, code: '', ...modifiers }, { at: 5, line, count: 40, page: 10 })).toEqual(expected));
