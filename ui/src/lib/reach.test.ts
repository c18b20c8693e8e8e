import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { SCHEMES, bare, opens } from './reach';

it('knows the schemes of the protocol', () => {
  const source = readFileSync(new URL('../../../crates/protocol/src/person.rs', import.meta.url), 'utf8');
  const list = /CONTACT_SCHEMES: \[&str; \d+\] =\s*\[([^\]]*)\]/u.exec(source)![1]!;
  expect([...SCHEMES]).toEqual([...list.matchAll(/"([a-z]+)"/gu)].map(([, scheme]) => scheme));
});

it.each(['tel:+380441234567', 'MAILTO:a@example.org', 'xmpp:a@example.org', 'msteams:/l/chat', 'https://example.org'])('%s opens', (address) => {
  expect(opens(address)).toBe(true);
});

it.each(['', 'tel:', 'http://example.org', 'javascript:alert(1)', 'tel:1 2', 'file:///etc', '+380', 'tel:1\u0007'])('%j does not open', (address) => {
  expect(opens(address)).toBe(false);
});

it('copies what people dial and write to', () => {
  expect([bare('tel:+81312345678'), bare('mailto:a@b.c'), bare('https://example.org/dm')]).toEqual(['+81312345678', 'a@b.c', 'https://example.org/dm']);
});
