import type { Answer, Ask, Device, Difference, Myself, Privacy, Program, Reply, Snapshot, StatusTimeRow, Viewer, Who } from '../../bindings';
import { refuse } from './answers';
import { at } from './people';

/** What a server would keep beside the snapshot. */
const shelf: { programs: Program[]; devices: Device[] } = {
  programs: [{ id: 'x_1', name: 'Build light', rights: ['read_presence'], made: at(-9000) }],
  devices: [
    { id: 'd_1', name: 'This computer', person: 'p_me', joined: at(-9000), connected: true, this: true },
    { id: 'd_2', name: 'Travel laptop', person: 'p_me', joined: at(-4000), connected: false, this: false },
  ],
};

const ADMINS: Ask['ask'][] = ['set_status', 'order_statuses', 'change_team', 'choose_for', 'set_role', 'remove', 'status_time', 'status_time_csv'];

/** What the scripted server answers to an ask, and what changes by it. */
export function answerAsk(ask: Ask, now: Snapshot): [Reply, Difference?] {
  const me = now.me;
  if (!me) return [refuse('Nobody is signed in.')];
  if (ADMINS.includes(ask.ask) && !me.profile.admin) return [refuse('Only administrators may do this.', 'forbidden')];
  if (now.link.state === 'offline') return [refuse('Not connected. Try again when the connection is back.', 'unreachable')];
  const mine = (change: Partial<Myself>): [Reply, Difference] => [done(), { me: { ...me, ...change } }];
  switch (ask.ask) {
    case 'plan_absence': {
      const planned = { id: ask.id, availability: 'out_of_office', sticky: true, ...ask.absence } as const;
      return mine({ planned: [...me.planned.filter(({ id }) => id !== ask.id), planned] });
    }
    case 'cancel_absence':
      return mine({ planned: me.planned.filter(({ id }) => id !== ask.id) });
    case 'set_quiet_hours':
      return mine({ quiet_hours: { windows: ask.hours.windows, zone: ask.hours.zone ?? me.profile.zone, travels: !ask.hours.zone, own: true, changed: at(0) } });
    case 'use_team_quiet_hours':
      return mine({ quiet_hours: { windows: now.policy.quiet_hours, zone: me.profile.zone, travels: true, own: false, changed: at(0) } });
    case 'set_privacy':
      return mine({ privacy: ask.privacy });
    case 'view_as':
      return [said({ answer: 'viewers', viewers: [view(ask.viewer, me, now)] })];
    case 'viewers':
      return [said({ answer: 'viewers', viewers: Object.keys(now.people).map((id) => view(id, me, now)) })];
    case 'set_group':
      return [done(), { groups: [...now.groups.filter(({ id }) => id !== ask.id), { id: ask.id, ...ask.group }].sort((a, b) => a.name.localeCompare(b.name)) }];
    case 'delete_group':
      return [done(), { groups: now.groups.filter(({ id }) => id !== ask.id) }];
    case 'favourite': {
      const others = now.favourites.filter((id) => id !== ask.person);
      return [done(), { favourites: ask.on ? [...others, ask.person] : others }];
    }
    case 'order_favourites':
      return [done(), { favourites: ask.people }];
    case 'set_alert':
      return [done(), { alerts: [...now.alerts.filter(({ id }) => id !== ask.id), { id: ask.id, free: [], ...ask.alert }] }];
    case 'delete_alert':
      return [done(), { alerts: now.alerts.filter(({ id }) => id !== ask.id) }];
    case 'set_breakthrough':
      return mine({ breakthrough: ask.people });
    case 'programs':
      return [said({ answer: 'programs', programs: shelf.programs })];
    case 'make_program': {
      const program: Program = { id: `x_${shelf.programs.length + 1}`, ...ask.program, made: at(0) };
      shelf.programs = [...shelf.programs, program];
      return [said({ answer: 'program_made', made: { program, token: 'rlp_ZXhhbXBsZSB0b2tlbiwgbm90IGEgcmVhbCBvbmU' } })];
    }
    case 'revoke_program':
      shelf.programs = shelf.programs.filter(({ id }) => id !== ask.id);
      return [done()];
    case 'devices':
      return [said({ answer: 'devices', devices: shelf.devices })];
    case 'sign_out_device':
      shelf.devices = shelf.devices.filter(({ id }) => id !== ask.id);
      return [done()];
    case 'set_status': {
      const status = { id: ask.id, ...ask.status };
      const known = now.statuses.some(({ id }) => id === ask.id);
      return [done(), { statuses: known ? now.statuses.map((one) => (one.id === ask.id ? status : one)) : [...now.statuses, status] }];
    }
    case 'order_statuses':
      return [done(), { statuses: ask.order.flatMap((id) => now.statuses.find((one) => one.id === id) ?? []) }];
    case 'change_team': {
      const { name: _, reports, ...rest } = ask.change;
      const set = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
      return [done(), { policy: { ...now.policy, ...set, ...(reports === undefined ? {} : { reports: reports ? at(0) : null }) } }];
    }
    case 'choose_for':
      return chooseFor(ask.people, ask.choice?.status, now);
    case 'set_role':
      return [done(), { people: { [ask.person]: { ...now.people[ask.person]!, admin: ask.admin } } }];
    case 'remove':
      return [done(), { gone: [ask.person] }];
    case 'status_time':
      return now.policy.reports ? [said({ answer: 'status_time', report: { since: now.policy.reports, rows: rows(now) } })] : [refuse('The team keeps no status times.', 'no_reports')];
    case 'status_time_csv':
      return [said({ answer: 'csv', text: `person,status,secondary,seconds\r\n${rows(now).map(({ name, status, seconds }) => `${name},${status},,${seconds}`).join('\r\n')}\r\n` })];
  }
}

const done = (): Reply => said({ answer: 'done' });
const said = (answer: Answer): Reply => ({ reply: 'answer', answer });

function ruleFor(viewer: string, privacy: Privacy, now: Snapshot): Who | undefined {
  const matches = ({ who }: Privacy['rules'][number]) =>
    who.of === 'everyone' || (who.of === 'favourites' && now.favourites.includes(viewer)) || (who.of === 'own_group' && now.people[viewer]?.group === now.me?.profile.group);
  const named = privacy.rules.find(({ who }) => who.of === 'person' && who.person === viewer);
  const order = ['hidden', 'coarse', 'basic', 'full'];
  return (named ?? privacy.rules.filter(matches).sort((a, b) => order.indexOf(b.level) - order.indexOf(a.level))[0])?.who;
}

function view(viewer: string, me: Myself, now: Snapshot): Viewer {
  const rule = ruleFor(viewer, me.privacy, now);
  const level = me.privacy.rules.find(({ who }) => who === rule)?.level ?? 'full';
  const { availability, status, until } = me.presence;
  const presence =
    level === 'full' ? me.presence : level === 'hidden' ? ({ availability: 'offline', status: 'appear_offline', online: false } as const) : { availability, status: level === 'basic' ? status : availability, online: true, ...(level === 'basic' && until ? { until } : {}) };
  return { viewer, level, ...(rule ? { rule } : {}), seen: { id: me.id, ...me.profile, presence } };
}

function chooseFor(people: string[], status: string | undefined, now: Snapshot): [Reply, Difference] {
  const kept = (id: string) => !status && now.people[id]?.presence.availability === 'do_not_disturb';
  const entry = now.statuses.find(({ id }) => id === status);
  const presence = { availability: entry?.availability ?? 'available', status: status ?? 'available', cause: 'manual', online: true, since: at(0) } as const;
  const why = { status: 403, code: 'forbidden', title: 'This is not allowed', detail: 'Do not disturb stays: only its owner ends it.' } as const;
  return [
    said({ answer: 'outcomes', outcomes: people.map((person) => ({ person, ...(kept(person) ? { problem: why } : {}) })) }),
    { people: Object.fromEntries(people.filter((id) => !kept(id)).map((id) => [id, { ...now.people[id]!, presence }])) },
  ];
}

function rows(now: Snapshot): StatusTimeRow[] {
  return Object.values(now.people)
    .sort((a, b) => a.name.localeCompare(b.name))
    .flatMap(({ id, name }, i) => [
      // The bridge carries numbers.
      { person: id, name, status: 'available', seconds: 20_000 + i * 731 },
      { person: id, name, status: 'busy', secondary: 'client_call', seconds: 5_000 + i * 311 },
    ]);
}
