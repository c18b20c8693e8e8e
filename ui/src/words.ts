// Every text of the window, and how instants and numbers are put into words. A translation gives another one of these.
import type { Problem, Source, Status } from './bindings';
import { language } from './language.svelte';
import { inLanguage } from './lib/labels';
import type { Section } from './lib/route';
import { about, keys } from './words/about';
import { card, header, me } from './words/card';
import { list, menu, offline, people } from './words/list';
import { absences, alerts, calendar, groups, hours, privacy } from './words/mine';
import { picker } from './words/picker';
import { AVAILABILITY, SOURCE, cause, changed, hoursAway, idleMinutes, label, lastSeen, lasting, left, reason, secondary, state, until } from './words/presence';
import { MAIN_KEY, clock, count, minuteOfDay, moment, some, weekdayName } from './words/say';
import { settings } from './words/settings';
import { firstRun, locked, revoked, welcome } from './words/start';
import { summary } from './words/summary';
import { devices, members, reports, rules, statuses } from './words/team';
import { dateWords, week } from './words/week';

export const words = {
  label,
  state,
  until,
  left,
  lasting,
  lastSeen,
  moment,
  clock,
  cause,
  changed,
  reason,
  hoursAway,
  source: (source: Source) => SOURCE[source],
  /** Alternative text of a ring. */
  ring: (text: string, ending?: string) => (ending ? `${text}, ${ending}` : text),
  problem: (problem: Problem) => problem.detail ?? problem.title,
  noEngine: (error: string): Problem => ({
    status: 0,
    code: 'this_computer',
    title: 'Ringlight’s window lost its connection to the app',
    detail: `Close this window and open it from the tray again. ${error}`.trim(),
  }),

  header,
  picker,
  list,
  menu,
  people,
  offline,
  card,
  me,
  firstRun,
  locked,
  revoked,
  welcome,

  minuteOfDay,
  weekday: weekdayName,
  date: dateWords,
  week,
  some,
  hours,
  absences,
  calendar,
  privacy,
  alerts,
  groups,
  members,
  statuses,
  rules,
  reports,
  devices,
  about,
  keys: keys(MAIN_KEY),
  availability: AVAILABILITY,
  statusName: (status: Status) => inLanguage(status.labels, language.tags) ?? AVAILABILITY[status.availability],
  secondary,
  languages: { en: 'English', uk: 'Українська', pl: 'Polski', ja: '日本語', pt: 'Português' },
  loading: 'Loading…',

  sections: {
    account: 'Profile and team',
    presence: 'Presence',
    hours: 'Quiet and usual hours',
    absences: 'Planned absences',
    calendar: 'Calendar',
    privacy: 'Privacy',
    alerts: 'Alerts and notifications',
    groups: 'Groups and favourites',
    members: 'Members',
    statuses: 'Statuses',
    rules: 'Rules',
    reports: 'Status times',
    devices: 'Devices and programs',
    appearance: 'Appearance',
    about: 'About Ringlight',
  } satisfies Record<Section, string>,

  back: 'Back',
  cancel: 'Cancel',
  save: 'Save',
  copy: 'Copy',
  copied: 'Copied',
  undo: 'Undo',
  starred: 'Added to favourites',
  unstarred: 'Removed from favourites',
  tryAgain: 'Try again',
  saved: 'Saved',

  settings,
  summary,

  broken: {
    title: 'This cannot be shown',
    hint: 'Something in it was not expected here. All else goes on working, and nothing was changed.',
    list: 'Back to the list',
  },

  notice: {
    refused: (problem: Problem) => `Not changed. ${problem.detail ?? problem.title}`,
    superseded: 'You chose something newer on another device, so that one stays.',
    digest: 'While you were on do not disturb',
    dismiss: 'Put this away',
  },

  reportsOn: (since: number, now: number) => `Your team keeps status times since ${moment(since, now)}: who showed which status for how long.`,
  reportsMore: 'What is kept',

  undoBar: (what: string, forHowLong?: string) => (forHowLong ? `${what} ${forHowLong}` : what),
  forMinutes: (minutes: number) =>
    minutes < 60 ? `for ${idleMinutes(minutes)}` : minutes % 60 ? undefined : `for ${count(minutes / 60, 'hour', 'hours')}`,
};
