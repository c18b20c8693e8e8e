import type { Account, Myself, Person, Snapshot } from '../../bindings';
import { STATUSES, at, crowd, odd, presence, twelve } from './people';

const MEMBER: Account = { state: 'member', team: 'Lighthouse', home: { at: 'here', listening: [] }, token: 'keyring' };

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
    statuses: STATUSES,
    senses: {
      activity: 'active',
      since: at(-0.05),
      mechanisms: [
        { sense: 'idle', name: 'x11-sync', says: 'Input 3 s ago' },
        { sense: 'lock', name: 'screensaver-dbus', says: 'Screen unlocked' },
        { sense: 'sleep', name: 'logind', says: 'Awake' },
        { sense: 'session', says: 'This desktop does not tell which session is in front' },
      ],
    },
    settings: { idle_after_s: 300, away_on_lock: true, start_at_login: false, theme: 'system', colour_blind: false, notify_favourites: false },
    synced: new Date().toISOString(),
  };
}

const nobody = (account: Account): Snapshot => {
  const { me: _me, synced: _synced, ...rest } = team([]);
  return { ...rest, account, link: { state: 'idle' } };
};

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
  joining: () => nobody({ state: 'joining', team: 'Lighthouse' }),
  locked: () => nobody({ state: 'locked', why: 'The keyring of this desktop did not answer.' }),
  revoked: () => ({ ...team(twelve()), link: { state: 'revoked' } }),
};
