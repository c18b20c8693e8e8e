// How the pages of the settings stand, in a few words.
import type { Theme } from '../bindings';
import { idleMinutes } from './presence';
import { count, lower } from './say';

export const summary = {
  presence: (minutes: number, calls: boolean) => [minutes ? `Away after ${idleMinutes(minutes)}` : 'Never away by idling', calls ? 'busy in calls' : 'calls not noticed'].join(' · '),
  noAbsence: 'None',
  noCalendar: 'Not read',
  privacy: (level: string, others: number) => `Everyone: ${lower(level)}${others ? ` · ${count(others, 'other rule', 'other rules')}` : ''}`,
  alerts: (n: number) => (n ? count(n, 'alert', 'alerts') : 'No alerts'),
  groups: (n: number, favourites: number) => `${count(n, 'group', 'groups')} · ${count(favourites, 'favourite', 'favourites')}`,
  statuses: (n: number) => `${n} to choose from`,
  rules: 'What your team has agreed on',
  rulesAdmin: 'Sharing, idling, quiet hours, connections',
  noReports: 'Not kept',
  devices: 'Where you are signed in, and tokens',
  themes: { system: 'Light or dark as the system', light: 'Light', dark: 'Dark' } satisfies Record<Theme, string>,
};
