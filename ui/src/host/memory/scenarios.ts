import type { Account, Home, Myself, Person, QuietNext, Snapshot } from '../../bindings';
import { STATUSES, at, crowd, odd, presence, twelve } from './people';

const WEEKDAYS = [1, 2, 3, 4, 5];
const MEMBER: Account = { state: 'member', team: 'Lighthouse', home: { at: 'here', listening: [] }, token: 'keyring' };

/** The quiet hours after the next `skipped` ones, every evening at six. */
export function night(skipped: number): QuietNext {
  const begins = new Date();
  begins.setHours(18, 0, 0, 0);
  begins.setDate(begins.getDate() + skipped + (begins.getTime() <= Date.now() ? 1 : 0));
  const until = new Date(begins);
  until.setHours(33, 0, 0, 0);
  const day = new Intl.DateTimeFormat('sv').format(begins);
  return { claim: `quiet:${day}T18:00`, at: begins.toISOString(), until: until.toISOString() };
}

function myself(): Myself {
  const shown = presence('do_not_disturb', 'do_not_disturb', { cause: 'manual', since: at(-17.6), until: at(41.7), note: { text: 'Focus: budget draft', until: at(41.7) } });
  return {
    id: 'p_me',
    profile: { name: 'Olena Koval', zone: Intl.DateTimeFormat().resolvedOptions().timeZone, group: 'Support', contacts: [], admin: true },
    presence: shown,
    reasons: [
      { claim: 'c_1', source: 'manual', availability: 'do_not_disturb', status: 'do_not_disturb', from: at(-17.6), until: at(41.7), wins: true, can_drop: true },
      { claim: 'c_2', source: 'calendar', availability: 'busy', status: 'busy', activity: 'in_meeting', from: at(-5), until: at(25), wins: false, can_drop: true },
      { source: 'device', availability: 'available', status: 'available', device: 'd_1', from: at(-120), wins: false, can_drop: false },
    ],
    next: { at: at(41.7), source: 'manual', availability: 'available', status: 'available' },
    note: shown.note,
    planned: [],
    quiet_hours: { zone: 'Europe/Kyiv', windows: WEEKDAYS.map((day) => ({ day, from: 18 * 60, until: 9 * 60 })), own: false, travels: true, changed: at(-90_000) },
    quiet_next: night(0),
    privacy: { rules: [], last_seen: true, location: false, alerts: true },
    breakthrough: [],
    can_take_back: false,
    silent: false,
    unsent: false,
  };
}

/** Me without anything chosen. */
export function automatic(me: Myself): Myself {
  const { next: _, ...rest } = me;
  return {
    ...rest,
    presence: presence('available', 'available', { cause: 'device', since: new Date().toISOString(), note: me.note }),
    reasons: [{ source: 'device', availability: 'available', status: 'available', device: 'd_1', from: at(-120), wins: true, can_drop: false }],
  };
}

function team(people: Person[], favourites: string[] = []): Snapshot {
  return {
    account: MEMBER,
    link: { state: 'online' },
    me: myself(),
    people: Object.fromEntries(people.map((one) => [one.id, one])),
    favourites,
    groups: [],
    alerts: [],
    statuses: STATUSES,
    policy: {
      grace: 'PT1M',
      restore: 'PT8H',
      sleep_lease: 'PT12H',
      idle: { min: 1, max: 60, never: true },
      at_most: 'full',
      quiet_hours: WEEKDAYS.map((day) => ({ day, from: 18 * 60, until: 9 * 60 })),
    },
    senses: {
      activity: 'active',
      since: at(-0.05),
      call: false,
      presenting: false,
      hearing: [],
      mechanisms: [
        { sense: 'idle', name: 'x11-sync', says: 'Input 3 s ago' },
        { sense: 'lock', name: 'screensaver-dbus', says: 'Screen unlocked' },
        { sense: 'lock', says: 'logind: it does not run here' },
        { sense: 'sleep', name: 'logind', says: 'Awake' },
        { sense: 'session', says: 'This desktop does not tell which session is in front' },
        { sense: 'microphone', name: 'pulseaudio', says: 'No application uses it' },
        { sense: 'camera', name: 'v4l2', says: 'Not in use' },
        { sense: 'presenting', says: 'This desktop does not tell what is on full screen' },
        { sense: 'inhibitors', name: 'gnome-session', says: 'Nothing keeps the screen on' },
        { sense: 'desktop_dnd', name: 'gnome-dnd', says: 'Off' },
      ],
    },
    settings: {
      idle_after_s: 300,
      away_on_lock: true,
      start_at_login: false,
      theme: 'system',
      colour_blind: false,
      notify_favourites: false,
      warn_before_away: true,
      working_hours_only: false,
      zone_follows: true,
      language: '',
      hearing: { microphone: false, camera: false, ignore: [], only: [] },
      notice_presenting: false,
      inhibitors_hold: false,
      desktop_dnd: false,
    },
    synced: new Date().toISOString(),
  };
}

const nobody = (account: Account): Snapshot => {
  const { me: _me, synced: _synced, ...rest } = team([]);
  return { ...rest, account, link: { state: 'idle' } };
};

const locked = (home: Home, can_keep_in_memory: boolean) => nobody({ state: 'locked', why: 'The keyring of this desktop did not answer.', home, can_keep_in_memory });

const favourites = (people: Person[]) => people.slice(0, 4).map(({ id }) => id);

/** Situations the window must cope with, by the name that `?scenario=` gives. */
export const SCENARIOS: Record<string, () => Snapshot> = {
  twelve: () => team(twelve(), favourites(twelve())),
  three: () => team(twelve().slice(0, 3)),
  automatic: () => {
    const all = team(twelve(), favourites(twelve()));
    const { note: _, ...me } = automatic(all.me!);
    const { note: _shown, ...shown } = me.presence;
    return { ...all, me: { ...me, presence: { ...shown, availability: 'away', status: 'away', activity: 'locked' } } };
  },
  many: () => team(crowd(500), ['p_3', 'p_7']),
  huge: () => team(crowd(10_000), ['p_3', 'p_7']),
  odd: () => {
    const all = team(odd(), [odd()[1]!.id]);
    return { ...all, me: { ...all.me!, profile: { ...all.me!.profile, name: odd()[0]!.name } } };
  },
  empty: () => team([]),
  guest: () => {
    const all = team([]);
    const there: Account = { state: 'member', team: 'Lighthouse', home: { at: 'there', address: 'ringlight.example.org:7420' }, token: 'memory' };
    return { ...all, account: there, me: { ...all.me!, profile: { ...all.me!.profile, admin: false } } };
  },
  offline: () => {
    const all = team(twelve(), favourites(twelve()));
    const why = { status: 0, code: 'unreachable', title: 'The server cannot be reached', detail: 'The server at 192.0.2.7 does not answer. Trying again.' } as const;
    return { ...all, link: { state: 'offline', since: at(-6), why }, synced: at(-6), me: { ...all.me!, unsent: true } };
  },
  connecting: () => ({ ...team([]), link: { state: 'connecting' } }),
  refused: () => ({
    ...team(twelve(), favourites(twelve())),
    notice: { notice: 'refused', problem: { status: 409, code: 'too_many_layers', title: 'Too many statuses are stacked', detail: 'Put one of your statuses aside first.' } },
  }),
  first: () => nobody({ state: 'none' }),
  invited: () => ({ ...nobody({ state: 'none' }), invite: 'ringlight://join#opened' }),
  joining: () => nobody({ state: 'joining', team: 'Lighthouse' }),
  locked: () => locked({ at: 'there', address: 'ringlight.example.org:7420' }, false),
  unkept: () => locked({ at: 'there', address: 'ringlight.example.org:7420' }, true),
  locked_host: () => locked({ at: 'here', listening: ['192.0.2.7'] }, true),
  warned: () => ({ ...team(twelve(), favourites(twelve())), warning: { away_at: at(0.5) } }),
  back: () => {
    const all = team(twelve(), favourites(twelve()));
    const { note: _, ...me } = automatic(all.me!);
    return { ...all, me: { ...me, can_take_back: true } };
  },
  /** Everything that a person can have set, set. */
  full: () => {
    const people = twelve();
    const all = team(people, favourites(people));
    const [first, second, third] = people as [Person, Person, Person];
    return {
      ...all,
      groups: [{ id: 'g_1', name: 'Project Aurora', people: [first.id, third.id] }],
      alerts: [
        { id: 'a_1', people: [second.id], need: 1, standing: false, until: at(240), free: [] },
        { id: 'a_2', people: [first.id, second.id, third.id], need: 2, standing: true, fired: at(-12), free: [first.id, third.id] },
        { id: 'a_3', people: [first.id], need: 1, standing: false, fired: at(-3), free: [first.id] },
      ],
      calendar: { name: 'calendar.example.org', read: at(-4), meetings: 11 },
      senses: { ...all.senses, call: true, hearing: ['Chromium', 'Recorder'] },
      settings: { ...all.settings, hearing: { microphone: true, camera: true, ignore: ['Recorder'], only: [] } },
      policy: { ...all.policy, reports: at(-20_000) },
      me: {
        ...all.me!,
        planned: [{ id: 'c_p1', status: 'on_holiday', availability: 'out_of_office', sticky: true, from: at(6000), until: at(20_000) }],
        privacy: { rules: [{ who: { of: 'everyone' }, level: 'basic' }, { who: { of: 'favourites' }, level: 'full' }, { who: { of: 'person', person: third.id }, level: 'hidden' }], last_seen: true, location: true, alerts: true },
        breakthrough: [second.id],
      },
    };
  },
  silent: () => {
    const all = team(twelve(), favourites(twelve()));
    return { ...all, me: { ...all.me!, silent: true }, settings: { ...all.settings, working_hours_only: true } };
  },
  digest: () => ({ ...team(twelve(), favourites(twelve())), notice: { notice: 'digest', lines: ['Haruka Sato was free from 14:05 to 14:20', 'Daria Melnyk is available'] } }),
  /** One of many, who runs nothing. */
  member: () => {
    const all = SCENARIOS.full!();
    const there: Account = { state: 'member', team: 'Lighthouse', home: { at: 'there', address: 'ringlight.example.org:7420' }, token: 'keyring' };
    return { ...all, account: there, me: { ...all.me!, profile: { ...all.me!.profile, admin: false } } };
  },
  revoked: () => ({ ...team(twelve()), link: { state: 'revoked' } }),
};
