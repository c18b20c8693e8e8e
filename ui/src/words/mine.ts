// Words of the pages about my own hours, absences, calendar, privacy, alerts and lists.
import type { Alert, Level, Problem, QuietNext, Who, Window } from '../bindings';
import { runs } from '../lib/week';
import { instant } from '../lib/present';
import { minuteOfDay, moment, some, count, weekdayName } from './say';

/** "Mon–Fri 18:00–9:00, Sun 10:00–12:00". */
function weekly(windows: Window[]): string {
  return runs(windows)
    .map(({ from, to, windows }) => {
      const days = from === to ? weekdayName(from, 'short') : `${weekdayName(from, 'short')}–${weekdayName(to, 'short')}`;
      return `${days} ${windows.map(({ from, until }) => `${minuteOfDay(from)}–${minuteOfDay(until)}`).join(' and ')}`;
    })
    .join(', ');
}

export const hours = {
  weekly,
  quiet: 'Quiet hours',
  quietHint: 'In them you show as “Do not disturb”, and others see until when. Choosing a status yourself still works.',
  running: (until: number | undefined, now: number) => (until === undefined ? 'Quiet now' : `Quiet now, until ${moment(until, now)}`),
  /** "Quiet from 18:00". */
  ahead: (next: QuietNext | undefined, now: number) => (next ? `Quiet from ${moment(instant(next.at)!, now)}` : 'No quiet hours ahead'),
  skip: 'Skip this time',
  skipLabel: (next: QuietNext, now: number) => `Skip this time: the quiet hours from ${moment(instant(next.at)!, now)}`,
  skipHint: 'Skipped, they change nothing for others. The next ones come as usual.',
  whose: 'Whose quiet hours',
  teams: 'The team’s',
  own: 'My own',
  changed: 'Quiet hours changed',
  workChanged: 'Usual hours changed',
  teamNone: 'The team has no quiet hours.',
  zone: 'When I travel',
  travels: 'They come along',
  stays: (zone: string) => `They stay in ${zone.split('/').at(-1)!.replaceAll('_', ' ')}`,
  work: 'Usual hours',
  workHint: 'When you work. Others see them on your card, and “end of the day” and “tomorrow” follow them. You declare them; nothing is learned.',
  only: 'Publish only in my usual hours',
  onlyOn: 'Outside them nothing leaves this computer: others see you as offline.',
  onlyOff: 'Others see your ring whenever Ringlight runs.',
  onlyNeeds: 'Declare your usual hours above first; until then you are seen always.',
  follows: 'My time zone follows this computer',
  followsHint: (zone: string) => `Now ${zone}. Colleagues see your local time, and your hours move with you.`,
};

export const absences = {
  planned: 'Planned',
  plan: 'Plan an absence',
  hint: 'It begins by itself and stays until its end, whatever you choose before. Others see it when it begins.',
  status: 'Status',
  from: 'Away from',
  back: 'Back on',
  endless: 'I do not know yet when I am back',
  seen: (status: string, from: number, until: number | undefined, now: number) =>
    `From ${moment(from, now)} others see “${status}${until === undefined ? '' : ` · back ${moment(until, now)}`}”.`,
  span: (from: number, until: number | undefined, now: number) => (until === undefined ? `from ${moment(from, now)}, no end` : `${moment(from, now)} to ${moment(until, now)}`),
  past: 'That has begun already. Choose a status instead, or a later start.',
  order: 'You would be back before you are away. Pick a later end.',
  change: 'Change',
  changeLabel: (status: string) => `Change: ${status}`,
  cancel: 'Give up',
  cancelLabel: (status: string) => `Give up: ${status}`,
  cancelled: 'Absence given up',
  made: 'Absence planned',
  changed: 'Absence changed',
};

export const calendar = {
  by: 'calendar',
  title: 'Read my calendar',
  other: 'Read another calendar instead',
  hint: 'Ringlight reads it on this computer, again and again. Your ring turns busy in meetings and “out of office” on days off.',
  kind: 'What kind of calendar',
  address: 'Address (ICS)',
  calDav: 'CalDAV',
  file: 'File',
  url: 'Address',
  urlHint: 'The secret address that your calendar gives for subscribing. It goes to the system’s keyring.',
  server: 'Server or calendar',
  serverHint: 'Its https address.',
  path: 'File',
  pathHint: 'The whole path of an .ics file on this computer.',
  user: 'User name',
  password: 'Password',
  passwordHint: 'It goes to the system’s keyring. Use an app password where your calendar has them.',
  noAddress: 'Paste the address of the calendar.',
  noFile: 'Write the path of the file.',
  go: 'Read it',
  reading: 'Reading…',
  change: 'Change…',
  stop: 'Stop reading',
  stopSure: 'Stop, and forget address and password? Your meetings no longer show.',
  read: (at: number, meetings: number, now: number) => `Read ${moment(at, now)}. ${count(meetings, 'busy time', 'busy times')} in the next 14 days.`,
  notYet: 'Not read yet.',
  problem: (problem: Problem) => `Cannot be read: ${problem.detail ?? problem.title}`,
  seen: 'What others will see',
  seenHint: 'Only when you are busy or out of office leaves this computer. Titles, places and guests never do.',
  seenLines: ['In a meeting: “In a meeting · until 15:00”', 'A day off: “Out of office · back Mon 9:00”', 'What is tentative, cancelled or marked as free: nothing'],
};

const LEVEL: Record<Level, string> = { full: 'Everything', basic: 'Status and until', coarse: 'Colour only', hidden: 'Nothing' };

const SEES: Record<Level, string> = {
  full: 'See everything: status, note, why, since when and until when',
  basic: 'See status and until when, no note and no reason',
  coarse: 'See the colour only, and the day you were last there',
  hidden: 'See you as offline, always',
};

const rule = (who: Who | undefined): string => {
  switch (who?.of) {
    case undefined:
      return 'no rule';
    case 'person':
      return 'own rule';
    case 'favourites':
      return 'your favourites';
    case 'own_group':
      return 'your group';
    case 'everyone':
      return 'everyone';
  }
};

export const privacy = {
  title: 'Who sees how much',
  hint: 'A rule for one person wins. Else the most open of the rules that fit. The server keeps to it in every list, count and alert.',
  levels: LEVEL,
  sees: SEES,
  levelFor: (who: string) => `What they see: ${who}`,
  everyone: 'Everyone in the team',
  ownGroup: (group: string) => `Your group, ${group}`,
  ownGroupHint: 'As everyone',
  favourites: 'Your favourites',
  favouritesHint: 'As everyone',
  noRule: 'As everyone',
  except: 'Except somebody',
  removeRule: (name: string) => `Remove the rule for ${name}`,
  order: 'Somebody for whom you are hidden is not told. They see you exactly as if you were offline.',
  cap: (sees: string) => `Your team shares at most this: others ${sees.charAt(0).toLowerCase()}${sees.slice(1)}.`,
  changed: 'Privacy changed',
  lastSeen: 'Show the day I was last there',
  lastSeenOn: 'While you are offline others see the day, never the hour.',
  lastSeenOff: 'Others do not see it, and you see nobody’s.',
  location: 'Show my location',
  locationOn: (place: string | undefined) => (place ? `Those who see everything see “${place}”.` : 'You have not written one yet, so nobody sees one.'),
  locationOff: 'Nobody sees where you are.',
  writeLocation: 'Write it in your profile',
  alerts: 'Let others be told when I am free',
  alertsOn: 'Colleagues who may see your status can ask for it. You are not told who did.',
  alertsOff: 'Alerts on you stay silent.',
  viewAs: 'See yourself as a colleague does',
  viewAsHint: 'The server answers as it would answer them. They learn nothing of it.',
  viewer: 'Colleague',
  seenBy: (name: string) => `${name} sees`,
  because: (level: Level, who: Who | undefined, name: string) => `${LEVEL[level]}, ${who === undefined ? 'because no rule fits them' : `by the rule for ${who.of === 'person' ? name : rule(who)}`}.`,
  viewers: 'Who can see me',
  viewersHint: 'Everybody in the team, and by which rule.',
  showViewers: 'Show the list',
  hideViewers: 'Hide the list',
  nobody: 'Nobody else is in the team.',
  rule,
};

const needs = ({ people, need }: Alert, names: string[]) =>
  people.length === 1 ? `${names[0]} is free` : need === 1 ? `Any of ${some(names)} is free` : need >= people.length ? `${some(names)} are all free` : `${need} of ${some(names)} are free`;

export const alerts = {
  title: 'Tell me when somebody is free',
  hint: 'They do not learn of it, and may opt out of alerts. While you are on do not disturb or offline, it waits.',
  who: 'Who',
  need: 'How many of them',
  any: 'Any one',
  some: 'At least…',
  all: 'All at once',
  howMany: 'How many at least',
  often: 'How often',
  once: 'Once',
  standing: 'Each time',
  ends: 'Give up at',
  set: 'Tell me',
  nobody: 'Choose somebody first.',
  list: 'Your alerts',
  none: 'None. Right-click somebody in the list and choose “Tell me when free”.',
  what: needs,
  how: ({ standing, until, fired }: Alert, free: string[], now: number) => {
    const [end, last] = [instant(until), instant(fired)];
    const told = last === undefined ? '' : `${standing ? 'last told' : 'told'} ${moment(last, now)}${standing && free.length ? `: ${some(free)}` : ''}`;
    return [standing ? 'each time' : last === undefined ? 'once' : '', told, end !== undefined && `until ${moment(end, now)}`].filter(Boolean).join(' · ');
  },
  change: 'Change',
  remove: 'Remove',
  putAway: 'Put away',
  removed: 'Alert removed',
  made: 'You will be told',
  changed: 'Alert changed',
  desktop: 'Switch the desktop’s do not disturb with mine',
  desktopHint: 'On with any of your muting statuses, and back as it was when they end. Others see nothing of it.',
  desktopSays: (says: string, name: string | undefined) => (name ? `Now: ${says} · ${name}` : `Cannot be switched here: ${says}`),
  through: 'Who may break through',
  throughHint: 'While you are on do not disturb, alerts about these people come through. They are not told. All others wait, and you hear of them at its end.',
  throughWho: 'People',
  breakChanged: 'Break-through list changed',
};

export const groups = {
  title: 'Your groups',
  hint: 'Only you see them. The list can show them instead of the team’s groups.',
  none: 'None yet.',
  empty: 'Nobody in it yet',
  new: 'New group',
  example: 'Project Aurora',
  make: 'Make it',
  name: 'Name',
  people: 'People',
  noName: 'Give the group a name.',
  change: 'Change',
  changeLabel: (name: string) => `Change ${name}`,
  remove: 'Delete',
  removeLabel: (name: string) => `Delete ${name}`,
  made: (name: string) => `“${name}” made`,
  removed: (name: string) => `“${name}” deleted`,
  changed: 'Group changed',
  favourites: 'Favourites',
  favouritesHint: 'Only you see who they are. In the order in which the list shows them. Alt with an arrow key moves one, here and in the list; there you can also drag.',
  ordered: 'Favourites moved',
  up: (name: string) => `Move ${name} up`,
  down: (name: string) => `Move ${name} down`,
  unfavourite: (name: string) => `Remove ${name} from favourites`,
};
