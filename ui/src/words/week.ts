// Words of days, weeks and hours.
import { dayIn, daysBetween } from '../lib/time';
import { LANGUAGE, date, day } from './say';

export const dateWords = {
  language: LANGUAGE,
  /** "Today", "Tomorrow", "Mon 30 Nov". */
  near: (at: number, now: number) => ['Today', 'Tomorrow'][daysBetween(dayIn(now), dayIn(at))] ?? day(at),
  whole: date({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }),
  month: date({ month: 'long', year: 'numeric' }),
  letter: date({ weekday: 'narrow' }),
  before: 'The month before',
  after: 'The next month',
};

export const week = {
  none: 'None',
  nextDay: 'next day',
  from: (day: string) => `${day}, from`,
  until: (day: string) => `${day}, until`,
  add: (day: string) => `Add hours on ${day}`,
  remove: (day: string) => `Remove these hours on ${day}`,
  copy: (day: string) => `Use the hours of ${day} from Monday to Friday`,
  badTime: 'Write times such as 9:00 or 18:30.',
  tooMany: (max: number) => `A week holds at most ${max} stretches. Remove some.`,
};
