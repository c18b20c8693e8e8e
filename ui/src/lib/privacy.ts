import type { Level, Rule, Who } from '../bindings';

/** From most to least that others see. */
export const LEVELS: Level[] = ['full', 'basic', 'coarse', 'hidden'];

export const sameWho = (a: Who, b: Who) => a.of === b.of && (a.of !== 'person' || b.of !== 'person' || a.person === b.person);

export const levelOf = (rules: Rule[], who: Who): Level | undefined => rules.find((rule) => sameWho(rule.who, who))?.level;

/** The rules with this one in the place of what was said of the same people; without a level there is none. */
export function withRule(rules: Rule[], who: Who, level: Level | undefined): Rule[] {
  const others = rules.filter((rule) => !sameWho(rule.who, who));
  return level ? [...others, { who, level }] : others;
}
