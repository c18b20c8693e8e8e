// Words of the status picker and the note.
import type { Preset } from '../bindings';
import { dayIn, daysBetween } from '../lib/time';
import { clock, lower, moment, weekday } from './say';

export const picker = {
  title: 'Your status',
  times: (status: string) => `How long: ${status}`,
  /** "30 min", "End of day", "Tomorrow 9:00", "Mon 9:00". */
  preset: (preset: Preset, at: number, now: number) => {
    const days = daysBetween(dayIn(now), dayIn(at));
    switch (preset) {
      case 'half_hour':
        return '30 min';
      case 'hour':
        return '1 hour';
      case 'two_hours':
        return '2 hours';
      case 'four_hours':
        return '4 hours';
      case 'end_of_day':
        return `Today ${clock(at)}`;
      default:
        return days === 1 ? `Tomorrow ${clock(at)}` : days < 7 ? `${weekday(at)} ${clock(at)}` : moment(at, now);
    }
  },
  preciselyOf: (status: string) => `More precisely: ${status}`,
  plan: 'Plan an absence…',
  until: 'Until…',
  noEnd: 'No end',
  /** A fold with more statuses: "Lunch, break, training…". */
  more: (names: string[]) => `${names.slice(0, 3).map((name, i) => (i ? lower(name) : name)).join(', ')}…`,
  moreOf: (name: string) => `More about ${name}`,
  usually: (minutes: number) => (minutes < 60 ? `${minutes} min` : `${minutes / 60} h`),
  automatic: 'Back to automatic',
  day: 'day',
  timeOfDay: 'time',
  precisely: 'More precisely',
  only: 'Nothing more precise',
  end: 'Until',
  set: 'Set',
  badTime: 'Write a time such as 14:30.',
  pastTime: 'That time has passed. Pick a later one.',
  note: 'What’s happening?',
  noteLabel: 'Note',
  noteTooLong: (max: number) => `A note has at most ${max} characters.`,
  emoji: 'Add an emoji',
  clearAfter: 'Clear the note after',
  clear: { half_hour: 'clear after 30 min', hour: 'clear after 1 h', four_hours: 'clear after 4 h', end_of_day: 'clear at end of day', next_week: 'clear next week', never: 'keep it', at: 'clear at…' },
  clearsAt: (at: number, now: number) => `clears ${moment(at, now)}`,
  otherEmoji: 'Another one',
  recent: 'Notes you used lately',
  forget: (text: string) => `Forget: ${text}`,
  clearNote: 'Clear the note',
  setNote: 'Set the note',
};
