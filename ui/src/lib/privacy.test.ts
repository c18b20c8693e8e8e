import { expect, it } from 'vitest';
import type { Rule } from '../bindings';
import { levelOf, withRule } from './privacy';

const ana = { of: 'person', person: 'p_1' } as const;
const bo = { of: 'person', person: 'p_2' } as const;
const rules: Rule[] = [{ who: { of: 'everyone' }, level: 'basic' }, { who: ana, level: 'hidden' }];

it('keeps one rule for the same people, and tells people apart', () => {
  expect(withRule(rules, ana, 'full')).toEqual([rules[0], { who: ana, level: 'full' }]);
  expect(withRule(rules, bo, 'coarse')).toHaveLength(3);
  expect(withRule(rules, { of: 'everyone' }, undefined)).toEqual([rules[1]]);
});

it('knows what is said of whom', () => {
  expect([levelOf(rules, ana), levelOf(rules, bo), levelOf(rules, { of: 'everyone' }), levelOf(rules, { of: 'favourites' })]).toEqual(['hidden', undefined, 'basic', undefined]);
});
