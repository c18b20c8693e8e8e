import type { Ask, Calendar, CalendarSource, Changed, Difference, End, Myself, OfferedPreset, Preset, Problem, Reply, Request, Snapshot } from '../../bindings';
import { at, presence, twelve } from './people';
import { answerAsk } from './asks';
import { SCENARIOS, automatic, night } from './scenarios';

const MINUTES: Partial<Record<Preset, number>> = { half_hour: 30, hour: 60, two_hours: 120, four_hours: 240, end_of_day: 300 };

/** Changes of one's own that the server takes back. */
const OWN: Partial<Record<Ask['ask'], Exclude<Changed['changed'], 'status'>>> = {
  plan_absence: 'absence',
  cancel_absence: 'absence',
  set_quiet_hours: 'quiet_hours',
  use_team_quiet_hours: 'quiet_hours',
  set_privacy: 'privacy',
  set_group: 'group',
  delete_group: 'group',
  set_alert: 'alert',
  delete_alert: 'alert',
  favourite: 'favourites',
  order_favourites: 'favourites',
  set_breakthrough: 'breakthrough',
};

/** What the scripted engine answers, and what changes by it. */
export function answer(request: Request, now: Snapshot): [Reply, Difference?] {
  const done: Reply = { reply: 'done' };
  const me = now.me;
  switch (request.do) {
    case 'look':
      return [{ reply: 'snapshot', snapshot: now }];
    case 'choose':
      return me ? [done, { me: chosen(me, request.status, endOf(request.end, now, request.status), now, request.note, request.secondary), undo: undo({ changed: 'status', status: request.status }) }] : [refuse('Nobody is signed in.')];
    case 'automatic':
      return [done, { me: me ? automatic(me) : null, undo: undo({ changed: 'automatic' }) }];
    case 'drop':
      if (me?.quiet_next?.claim === request.claim) return [done, { me: { ...me, quiet_next: night(1) }, undo: undo({ changed: 'dropped' }) }];
      return [done, { me: me ? automatic(me) : null, undo: undo({ changed: 'dropped' }) }];
    case 'set_note':
      return [done, { me: me ? noted(me, request.text, request.emoji, endOf(request.end, now)) : null, undo: undo({ changed: 'note' }) }];
    case 'clear_note':
      return [done, { me: me ? noted(me) : null, undo: undo({ changed: 'note' }) }];
    case 'presets':
      return [{ reply: 'presets', presets: presets() }];
    case 'profile':
      return [done, { me: me ? { ...me, profile: { ...me.profile, ...(request.change as Partial<Myself['profile']>) } } : null, undo: undo({ changed: 'profile' }) }];
    case 'start_team':
      return [done, { ...SCENARIOS.empty!(), account: { state: 'member', team: request.team, home: { at: 'here', listening: [] }, token: 'keyring' } }];
    case 'look_around':
      return [done, SCENARIOS.twelve!()];
    case 'read_link':
      if (!request.link.startsWith('ringlight://join#')) return [refuse('An invite link begins with ringlight://join. Ask your colleague to send it again.', 'bad_link')];
      return [{ reply: 'link', team: 'Lighthouse', addresses: ['192.0.2.7:7420', 'host.example:443'] }];
    case 'join':
      if (request.link.includes('used')) return [refuse('Somebody used this invite already. Ask for a new one.', 'invite_used')];
      return [done, SCENARIOS.three!()];
    case 'invite':
      return [{ reply: 'invite', link: `ringlight://join#at=192.0.2.7:7420&pin=${'A'.repeat(43)}&code=abcdefghijklmnopqrstuv&team=Lighthouse`, until: at(7 * 1440) }];
    case 'addresses':
      return [{ reply: 'addresses', addresses: ['192.0.2.7', '2001:db8::7'] }];
    case 'listen':
      return now.account.state === 'member' ? [done, { account: { ...now.account, home: { at: 'here', listening: request.on.map((ip) => `${ip}:7420`) } } }] : [done];
    case 'sign_out':
      return [done, { account: { state: 'none' }, link: { state: 'idle' }, me: null, people: {}, gone: Object.keys(now.people) }];
    case 'keep_token_in_memory':
      return [done, SCENARIOS.guest!()];
    case 'retry':
      return now.account.state === 'locked' ? [refuse('The keyring is still locked.', 'keyring')] : [done, { link: { state: 'online' } }];
    case 'settings':
      return [done, { settings: request.settings }];
    case 'ask': {
      const what = OWN[request.ask.ask];
      const [reply, difference] = answerAsk(request.ask, now);
      return [reply, difference && what ? { ...difference, undo: undo({ changed: what }) } : difference];
    }
    case 'calendar':
      return [done, { calendar: request.source ? read(request.source) : null }];
    case 'here':
      return [done, { warning: null, me: me ? { ...me, can_take_back: false } : null }];
    case 'leave':
      return [done, { account: { state: 'none' }, link: { state: 'idle' }, me: null, people: {}, gone: Object.keys(now.people) }];
    case 'decline':
      return [done, { invite: null }];
    case 'dismiss':
      return [done, { notice: null }];
    case 'show':
    case 'open':
    case 'undo':
    case 'quit':
      return [done];
  }
}

function read(source: CalendarSource): Calendar {
  if (source.from === 'file') return { name: source.path.split('/').at(-1)!, read: at(0), meetings: 4 };
  const name = source.url.replace(/^\w+:\/\//u, '').split('/')[0]!;
  const why = { status: 0, code: 'calendar', title: 'The calendar cannot be read', detail: 'The server refused the name or the password.' } as const;
  return name.startsWith('wrong') ? { name, meetings: 0, problem: why } : { name, read: at(0), meetings: 7 };
}

export function refuse(detail: string, code: Problem['code'] = 'signed_out'): Reply {
  return { reply: 'problem', problem: { status: 0, code, title: 'Refused', detail } };
}

const undo = (what: NonNullable<Snapshot['undo']>['what']) => ({ what, until: at(10 / 60) });

function endOf(end: End, now: Snapshot, status?: string): string | undefined {
  if (end === 'never') return undefined;
  if (end === 'usual') {
    const lasts = now.statuses.find(({ id }) => id === status)?.lasts;
    return lasts ? at(lasts.endsWith('M') ? parseInt(lasts.slice(2)) : parseInt(lasts.slice(2)) * 60) : undefined;
  }
  if ('when' in end) return presets().find(({ preset }) => preset === end.when)?.at;
  return 'at' in end ? end.at : undefined;
}

function chosen(me: Myself, status: string, until: string | undefined, now: Snapshot, note?: string | null, secondary?: string | null): Myself {
  const { availability } = now.statuses.find(({ id }) => id === status)!;
  const end = until ? { until } : {};
  const since = new Date().toISOString();
  const said = note ? { note: { text: note, ...end } } : me.note ? { note: me.note } : {};
  return {
    ...me,
    ...said,
    presence: presence(availability, status, { cause: 'manual', since, ...end, ...said, online: true }),
    reasons: [{ claim: 'c_9', source: 'manual', availability, status, ...(secondary ? { secondary } : {}), from: since, ...end, wins: true, can_drop: true }, ...automatic(me).reasons.map((one) => ({ ...one, wins: false }))],
    ...(until ? { next: { at: until, source: 'manual', availability: 'available', status: 'available' } } : {}),
  };
}

function noted(me: Myself, text?: string, emoji?: string | null, until?: string): Myself {
  const note = text === undefined ? null : { text, ...(emoji ? { emoji } : {}), ...(until ? { until } : {}) };
  return { ...me, note, presence: { ...me.presence, note } };
}

function presets(): OfferedPreset[] {
  const tomorrow = new Date(Date.now() + 86_400_000);
  tomorrow.setHours(9, 0, 0, 0);
  const soon = Object.entries(MINUTES).map(([preset, minutes]) => ({ preset: preset as Preset, at: at(minutes) }));
  return [...soon, { preset: 'tomorrow', at: tomorrow.toISOString() }, { preset: 'next_week', at: at(5 * 1440) }];
}

/** A colleague who changes, for tests of what moves and what is said. */
export const locks = () => ({ ...twelve()[4]!, presence: presence('away', 'away', { activity: 'locked', cause: 'device', since: at(0) }) });
