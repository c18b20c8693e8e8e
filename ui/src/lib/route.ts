import type { PersonId } from '../bindings';

/** The pages of the settings, in order. */
export const SECTIONS = [
  'account',
  'presence',
  'hours',
  'absences',
  'calendar',
  'privacy',
  'alerts',
  'groups',
  'members',
  'statuses',
  'rules',
  'reports',
  'devices',
  'appearance',
  'about',
] as const;
export type Section = (typeof SECTIONS)[number];

/** What stands beside the list, or over it in a narrow window. */
export type Page =
  | { at: 'list' }
  | { at: 'card'; person: PersonId }
  | { at: 'me' }
  | { at: 'settings'; section?: Section; people?: PersonId[] };

const isSection = (text: string | undefined): text is Section => SECTIONS.includes(text as Section);

/** What was written with `%`; as it stands where that is broken. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Reads `#/settings/privacy`, `#/person/p_1`, `#/me`, `#/settings/alerts?people=p_1,p_2`; anything else is the list. */
export function readRoute(hash: string): Page {
  const [path = '', query = ''] = hash.replace(/^#\/?/u, '').split('?');
  const [at, rest] = path.split('/').map(decoded);
  if (at === 'me') return { at };
  if (at === 'person' && rest) return { at: 'card', person: rest };
  if (at !== 'settings') return { at: 'list' };
  const people = new URLSearchParams(query).get('people')?.split(',').filter(Boolean);
  return { at, ...(isSection(rest) ? { section: rest } : {}), ...(people?.length ? { people } : {}) };
}

/** The address of a page, for [`readRoute`]. */
export function route(page: Page): string {
  if (page.at === 'list') return '#/';
  if (page.at === 'card') return `#/person/${encodeURIComponent(page.person)}`;
  if (page.at === 'me') return '#/me';
  const people = page.people?.length ? `?people=${page.people.join(',')}` : '';
  return `#/settings${page.section ? `/${page.section}` : ''}${people}`;
}

/** Where "back" leads. */
export function parent(page: Page): Page {
  return page.at === 'settings' && page.section ? { at: 'settings' } : { at: 'list' };
}
