import { expect, it } from 'vitest';
import { shortcut } from './keys';

const press = (key: string, code: string, more = {}) => shortcut({ key, code, ctrlKey: true, metaKey: false, altKey: false, ...more } as KeyboardEvent);

it.each([
  ['k', 'KeyK', {}, 'k'],
  ['K', 'KeyK', { ctrlKey: false, metaKey: true }, 'k'],
  [',', 'Comma', {}, ','],
  // Where letters are Cyrillic the key counts, where Latin ones lie elsewhere the letter.
  ['л', 'KeyK', {}, 'k'],
  ['б', 'Comma', {}, ','],
  ['z', 'KeyY', {}, 'z'],
  ['y', 'KeyZ', {}, 'y'],
  ['k', 'KeyK', { ctrlKey: false }, undefined],
  ['k', 'KeyK', { altKey: true }, undefined],
  ['Enter', 'Enter', {}, undefined],
])('%s at %s with %o is %s', (key, code, more, expected) => expect(press(key, code, more)).toBe(expected));
