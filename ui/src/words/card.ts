// Words of cards, my own among them, and of the header.
import type { Activity, ContactKind, Device } from '../bindings';
import { isNear } from '../lib/time';
import { ACTIVITY, left } from './presence';
import { minuteOfDay, moment, upper } from './say';

export const card = {
  why: 'Why',
  causes: {
    manual: 'Chosen by hand',
    call: 'In a call',
    presenting: 'Presenting',
    external: 'Set by another program',
    calendar: 'From the calendar',
    schedule: 'Quiet hours',
    no_device: 'No device is connected',
  },
  device: (activity: Activity | null | undefined) => (activity ? upper(ACTIVITY[activity]) : 'Active at a computer'),
  localTime: 'Local time',
  hours: 'Usual hours',
  hoursToday: (from: number, to: number) => `${minuteOfDay(from)}–${minuteOfDay(to)} there`,
  noHours: 'None today',
  location: 'Location',
  nextFree: 'Next free',
  free: (at: number, cause: string | undefined, now: number) => `${moment(at, now)}${cause ? ` · ${cause}` : ''}`,
  alert: 'Tell me when free',
  alerted: 'You will be told',
  until: 'Until',
  reach: 'Reach by',
  group: 'Group',
  noReach: 'No ways to reach are given',
  kinds: { chat: 'Chat', phone: 'Call', mobile: 'Mobile', mail: 'Mail', video: 'Video', other: 'Open' } satisfies Record<ContactKind, string>,
  gone: 'This person has left the team.',
  choose: 'Choose somebody to see how they are',
  star: 'Favourite',
};

export const me = {
  title: 'Your ring',
  why: 'Why it shows this',
  wins: 'decides now',
  by: (name: string) => `Set by ${name}`,
  device: (device: Device | undefined) => (!device ? 'A device of yours' : device.this ? 'This computer' : device.name),
  note: 'Your note',
  drop: 'Put aside',
  dropLabel: (what: string) => `Put aside: ${what}`,
  next: 'What comes next',
  nextText: (status: string, when: string) => `${status} ${/^\d/u.test(when) ? 'at ' : ''}${when}`,
  nothing: 'Nothing changes by itself.',
  nobody: 'Nothing is claimed. You show as offline.',
  since: (text: string) => (text === 'just now' ? text : text.replace(/^(\d)/u, 'for $1')),
  dropHint: 'Something you chose is gone when you put it aside. Something automatic stays away until it ends.',
};

export const header = {
  status: (text: string) => `Your status: ${text}. Change it`,
  addNote: 'add a note',
  silent: 'Not published now',
  silentLong: 'It is outside your usual hours: nothing leaves this computer, and others see you as offline.',
  back: 'You were set away while you were idle.',
  wasHere: 'I was here',
  wasHereHint: 'Takes the away back from its start, as if it had never been.',
  warning: (seconds: number) => (seconds > 0 ? `Away in ${seconds} s` : 'Away'),
  here: 'I’m here',
  unsent: 'Not sent yet',
  unsentLong: 'Not connected. This is sent as soon as the connection is back.',
  settings: 'Settings',
  me: 'Why your ring shows this',
  untilLeft: (end: number, now: number) => `until ${moment(end, now)}${isNear(end, now) ? `, ${left(end, now)}` : ''}`,
};
