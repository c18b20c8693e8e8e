import type { Availability, Contact, Note, Person, Presence, Status, WorkingHours } from '../../bindings';

const MINUTE = 60_000;
export const at = (minutes: number, now = Date.now()) => new Date(now + minutes * MINUTE).toISOString();

const UKRAINIAN: Record<string, string> = { available: 'Доступний', busy: 'Зайнятий', do_not_disturb: 'Не турбувати', away: 'Відсутній', meal: 'Обід', out_of_office: 'Поза офісом', on_holiday: 'У відпустці' };

const SECONDARIES: Record<string, [string, string][]> = {
  busy: [['client_call', 'Client call'], ['paperwork', 'Paperwork'], ['mentoring', 'Mentoring']],
  training: [['first_aid', 'First aid'], ['language', 'Language course']],
};

const status = (id: string, availability: Availability, label: string, lasts?: string): Status => ({
  id,
  availability,
  labels: { en: label, ...(UKRAINIAN[id] ? { uk: UKRAINIAN[id] } : {}) },
  ...(lasts ? { lasts } : {}),
  mutes: availability === 'do_not_disturb',
  sticky: availability === 'out_of_office',
  hidden: false,
  secondaries: (SECONDARIES[id] ?? []).map(([key, en]) => ({ id: key, labels: { en }, hidden: false })),
});

export const STATUSES: Status[] = [
  status('available', 'available', 'Available'),
  status('in_the_office', 'available', 'In the office'),
  status('working_from_home', 'available', 'Working from home'),
  status('working_remotely', 'available', 'Working remotely'),
  status('on_the_road', 'available', 'On the road'),
  status('busy', 'busy', 'Busy'),
  status('in_a_meeting', 'busy', 'In a meeting', 'PT1H'),
  status('do_not_disturb', 'do_not_disturb', 'Do not disturb'),
  status('focusing', 'do_not_disturb', 'Focusing', 'PT2H'),
  status('away', 'away', 'Away'),
  status('be_right_back', 'away', 'Be right back', 'PT15M'),
  status('break', 'away', 'Break', 'PT15M'),
  status('meal', 'away', 'Lunch', 'PT1H'),
  status('training', 'away', 'Training', 'PT2H'),
  status('out_of_office', 'out_of_office', 'Out of office'),
  status('on_holiday', 'out_of_office', 'On holiday'),
  status('business_trip', 'out_of_office', 'Business trip'),
  status('sick_leave', 'out_of_office', 'Sick leave'),
  status('appear_offline', 'offline', 'Appear offline'),
];

const HERE = Intl.DateTimeFormat().resolvedOptions().timeZone;
const WEEK: WorkingHours = { windows: [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, from: 9 * 60, until: 18 * 60 })) };
const REACH: Contact[] = [
  { kind: 'chat', address: 'https://chat.example.org/dm' },
  { kind: 'mobile', address: 'tel:+81312345678' },
];

export function presence(availability: Availability, status: string, more: Partial<Presence> = {}): Presence {
  return { availability, status, online: availability !== 'offline', ...more };
}

const note = (text: string, emoji?: string): Note => ({ text, ...(emoji ? { emoji } : {}) });

export function person(name: string, shown: Presence, more: Partial<Person> = {}): Person {
  const id = `p_${[...name].map((c) => c.codePointAt(0)!.toString(36)).join('').slice(0, 40)}`;
  return { id, name, zone: HERE, working_hours: WEEK, contacts: REACH, admin: false, presence: shown, ...more };
}

/** The team of the design's pictures, and a few more. */
export function twelve(): Person[] {
  return [
    person('Piotr Adamiak', presence('available', 'working_from_home', { cause: 'manual', note: note('', '🏡'), since: at(-95) }), { zone: 'Asia/Tbilisi', group: 'Support' }),
    person('Haruka Sato', presence('busy', 'busy', { activity: 'on_call', cause: 'call', since: at(-12.4), free_at: at(95), note: note('Onboarding the Osaka team', '🎧'), location: 'Osaka office' }), { zone: 'Asia/Tokyo', group: 'Sales' }),
    person('João Pereira', presence('do_not_disturb', 'do_not_disturb', { cause: 'manual', since: at(-32.2), until: at(27.8), note: note('Quarter close') }), { group: 'Finance' }),
    person('Adam Nowak', presence('away', 'away', { activity: 'locked', cause: 'device', since: at(-7.3) }), { group: 'Support' }),
    person('Daria Melnyk', presence('available', 'available', { cause: 'device', since: at(-55) }), { group: 'Support' }),
    person('Tomasz Lis', presence('away', 'meal', { cause: 'manual', since: at(-39), until: at(20.6) }), { group: 'Support' }),
    person('Inês Carvalho', presence('out_of_office', 'on_holiday', { cause: 'manual', since: at(-3000), until: at(13_000) }), { group: 'Support' }),
    person('Kenji Mori', presence('offline', 'appear_offline', { cause: 'no_device', last_seen: at(-1440).slice(0, 10) }), { group: 'Support', zone: 'Asia/Tokyo' }),
    person('Sofia Rossi', presence('busy', 'busy', { activity: 'in_meeting', cause: 'calendar', since: at(-18), until: at(42), free_at: at(42) }), { group: 'Sales' }),
    person('Liam O’Connor', presence('busy', 'busy', { activity: 'ringing', cause: 'call', since: at(-0.2) }), { group: 'Sales' }),
    person('Mei-Ling Chen', presence('available', 'in_the_office', { cause: 'manual', since: at(-200) }), { group: 'Sales' }),
    person('Noor van Dijk', presence('away', 'be_right_back', { cause: 'manual', since: at(-4), until: at(11) }), { group: 'Finance' }),
  ];
}

/** Names and notes that try the layout. */
export function odd(): Person[] {
  const long = 'Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh Cholmondele';
  return [
    person(long.slice(0, 64), presence('busy', 'busy', { activity: 'on_call', cause: 'call', since: at(-12), note: note('W'.repeat(140)) })),
    person('محمد عبد الرحمن الأنصاري', presence('available', 'available', { cause: 'device', note: note('أعمل من المنزل اليوم، راسلني في أي وقت', '🏡') }), { zone: 'Africa/Cairo' }),
    person('שרה לוי', presence('do_not_disturb', 'focusing', { cause: 'manual', since: at(-30), until: at(30), note: note('מתמקדת') })),
    person('👩‍🚀 Astro 🚀🚀🚀', presence('away', 'away', { activity: 'idle', cause: 'device', since: at(-9), note: note('🎉🎉🎉 party 🎉🎉🎉', '👩‍👩‍👧‍👦') })),
    person('佐藤 遥', presence('available', 'available', { cause: 'device' }), { zone: 'Asia/Tokyo' }),
    person('김민수', presence('out_of_office', 'business_trip', { cause: 'manual', online: false, until: at(8000) })),
    person('Z̸̢͝a̷l̶g̵o̴ T̸e̵x̶t̷', presence('available', 'available', { activity: 'unknown', cause: 'device' })),
    person('<b>Bobby</b> & "Tables"', presence('busy', 'busy', { cause: 'manual', note: note('<img src=x onerror=alert(1)>') })),
    person('x', presence('offline', 'appear_offline', { last_seen: '2026-01-02' })),
  ];
}

const FIRST = ['Ana', 'Bo', 'Chidi', 'Dana', 'Emre', 'Farah', 'Goran', 'Hana', 'Ivo', 'Jana', 'Kofi', 'Lena', 'Marko', 'Nia', 'Olga'];
const LAST = ['Abe', 'Brandt', 'Costa', 'Dvořák', 'Eze', 'Ferrari', 'Gómez', 'Horvat', 'Ito', 'Jensen', 'Kaya', 'López', 'Müller', 'Novák'];

/** As many as wanted, of every kind, in eight groups. */
export function crowd(size: number): Person[] {
  const kinds = [...twelve(), ...odd()].map((one) => one.presence);
  return Array.from({ length: size }, (_, i) => ({
    ...person(`${FIRST[i % FIRST.length]} ${LAST[i % LAST.length]} ${i}`, kinds[i % kinds.length]!, { group: `Team ${(i % 8) + 1}` }),
    id: `p_${i}`,
  }));
}
