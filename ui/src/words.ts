// Every text of the window, and how instants and numbers are put into words. A translation gives another one of these.
import type { Activity, Availability, ContactKind, Device, Preset, Problem, Source, Status, Theme } from './bindings';
import { language } from './language.svelte';
import type { Sort } from './lib/groups';
import { inLanguage } from './lib/labels';
import type { Section } from './lib/route';
import { dayIn, daysBetween, isNear } from './lib/time';
import { about, keys } from './words/about';
import { absences, alerts, calendar, groups, hours, privacy } from './words/mine';
import { ACTIVITY, AVAILABILITY, SOURCE, cause, changed, hoursAway, idleMinutes, label, lastSeen, lasting, left, reason, secondary, state, until } from './words/presence';
import { LANGUAGE, clock, count, lower, minuteOfDay, moment, some, upper, weekday, weekdayName } from './words/say';
import { settings } from './words/settings';
import { devices, members, reports, rules, statuses } from './words/team';
import { dateWords, week } from './words/week';

/** The key that shortcuts are pressed with. */
const MAIN_KEY = /mac/iu.test(navigator.platform) ? '⌘' : 'Ctrl';

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

  people: {
    find: 'Find by name',
    remove: (name: string) => `Remove ${name}`,
    left: 'Somebody who left',
    more: (n: number) => `and ${n} more`,
    none: 'Nobody found',
    found: 'People found',
  },

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

  summary: {
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
  },

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

  header: {
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
  },

  picker: {
    title: 'Your status',
    times: (status: string) => `How long: ${status}`,
    /** "30 min", "End of day", "Tomorrow 9:00", "Mon 9:00". */
    preset: (preset: Preset, at: number, now: number) => {
      const days = daysBetween(dayIn(now), dayIn(at));
      switch (preset) {
        case 'half_hour':
          return '30 min';
        case 'hour':
          return '1 hour';
        case 'two_hours':
          return '2 hours';
        case 'four_hours':
          return '4 hours';
        case 'end_of_day':
          return `Today ${clock(at)}`;
        default:
          return days === 1 ? `Tomorrow ${clock(at)}` : days < 7 ? `${weekday(at)} ${clock(at)}` : moment(at, now);
      }
    },
    preciselyOf: (status: string) => `More precisely: ${status}`,
    plan: 'Plan an absence…',
    until: 'Until…',
    noEnd: 'No end',
    /** A fold with more statuses: "Lunch, break, training…". */
    more: (names: string[]) => `${names.slice(0, 3).map((name, i) => (i ? lower(name) : name)).join(', ')}…`,
    moreOf: (name: string) => `More about ${name}`,
    usually: (minutes: number) => (minutes < 60 ? `${minutes} min` : `${minutes / 60} h`),
    automatic: 'Back to automatic',
    day: 'day',
    timeOfDay: 'time',
    precisely: 'More precisely',
    only: 'Nothing more precise',
    end: 'Until',
    set: 'Set',
    badTime: 'Write a time such as 14:30.',
    pastTime: 'That time has passed. Pick a later one.',
    note: 'What’s happening?',
    noteLabel: 'Note',
    noteEmpty: 'Write a few words beside the emoji.',
    noteTooLong: (max: number) => `A note has at most ${max} characters.`,
    emoji: 'Add an emoji',
    clearAfter: 'Clear the note after',
    clear: { half_hour: 'clear after 30 min', hour: 'clear after 1 h', four_hours: 'clear after 4 h', end_of_day: 'clear at end of day', next_week: 'clear next week', never: 'keep it', at: 'clear at…' },
    otherEmoji: 'Another one',
    recent: 'Notes you used lately',
    forget: (text: string) => `Forget: ${text}`,
    clearNote: 'Clear the note',
    setNote: 'Set the note',
  },

  list: {
    search: 'Search people or “free now”',
    searchLabel: 'Search people',
    shortcut: `${MAIN_KEY} K`,
    undoKey: `${MAIN_KEY} Z`,
    clear: 'Clear the search',
    show: 'Who to show',
    everyone: (n: number) => `Everyone ${n}`,
    available: (n: number) => `Available ${n}`,
    favouritesChip: 'Favourites',
    favourites: 'Favourites',
    people: 'People',
    bar: (parts: [Availability, number][]) => parts.map(([a, n]) => `${n} ${AVAILABILITY[a].toLocaleLowerCase(LANGUAGE)}`).join(', '),
    there: (time: string) => `${time} there`,
    none: (text: string) => `Nobody called “${text}” here`,
    noneHint: 'Check the spelling, or search for a part of the name.',
    noneFree: 'Nobody is free right now',
    noneFreeHint: 'Rings turn green here as soon as somebody is.',
    noneSo: 'Nobody is like that right now',
    noneSoHint: 'People appear here as soon as their ring changes.',
    layout: 'Filter, sort and groups',
    only: 'Show only',
    all: 'Show all',
    sort: 'Sort by',
    sorts: { availability: 'Who’s free', name: 'Name', recent: 'Last change' } satisfies Record<Sort, string>,
    groups: 'Groups',
    teams: 'The team’s',
    mine: 'My own',
    editGroups: 'Edit',
    others: 'Others',
    noFavourites: 'No favourites yet',
    noFavouritesHint: 'Right-click somebody, or press F on their row, to keep them on top.',
    empty: 'It’s just you so far',
    emptyHint: 'Invite the people you work with. They appear here as soon as they join.',
    emptyGuest: 'Colleagues appear here as soon as they join.',
    invite: 'Invite people',
    loading: 'Loading your team',
    result: (n: number) => count(n, 'person', 'people'),
    menu: (name: string) => `Actions for ${name}`,
  },

  menu: {
    view: 'View card',
    favourite: 'Add to favourites',
    unfavourite: 'Remove from favourites',
    copy: (kind: string) => `Copy: ${kind}`,
    copyNote: 'Copy: Note',
    alert: 'Tell me when free…',
    groupAlert: 'Tell me when one of them is free…',
    once: 'Once',
    standing: 'Each time',
    today: 'Each time, until this evening',
    more: 'More choices…',
    told: (name: string) => `You are told when ${name} is free`,
    stop: 'Do not tell me any more',
    groups: 'My groups…',
    inGroup: (name: string) => `In ${name}`,
    newGroup: 'New group…',
    grouped: (name: string) => `${name}: group changed`,
    viewAs: 'See yourself as they do',
    set: 'Set their status…',
    up: 'Move up',
    down: 'Move down',
    editGroups: 'Groups and favourites…',
    fold: 'Fold',
    unfold: 'Open',
    me: 'Actions for you',
    status: 'Change your status…',
    note: 'Write a note…',
  },

  offline: {
    title: 'Not connected',
    updated: (at: number, now: number) => `last updated ${moment(at, now)}`,
    never: 'not connected yet',
  },

  card: {
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
    calls: 'Told',
    until: 'Until',
    reach: 'Reach by',
    group: 'Group',
    noReach: 'No ways to reach are given',
    kinds: { chat: 'Chat', phone: 'Call', mobile: 'Mobile', mail: 'Mail', video: 'Video', other: 'Open' } satisfies Record<ContactKind, string>,
    gone: 'This person has left the team.',
    choose: 'Choose somebody to see how they are',
    star: 'Favourite',
  },

  me: {
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
  },

  firstRun: {
    title: 'See who’s free, right now',
    line: 'One ring per colleague. Yours sets itself.',
    start: 'Start a team on this computer',
    startHint: 'No server needed. Invite people on your network.',
    join: 'Join with an invite',
    joinHint: 'Paste the link a colleague sent you.',
    look: 'Look around first',
    lookHint: 'A demo team of twelve, on this computer only.',
    startTitle: 'Start a team',
    startLine: 'The team lives on this computer: while it sleeps, nobody sees changes, and it can read what members share.',
    joinTitle: 'Join a team',
    team: 'Team name',
    name: 'Your name',
    nameHint: 'Your colleagues see this.',
    link: 'Invite link',
    linkHint: 'It begins with ringlight://join',
    says: 'This invite is for',
    reached: (addresses: string[]) => `Reached at ${addresses.slice(0, 3).join(', ')}${addresses.length > 3 ? '…' : ''}`,
    nothingSent: 'Nothing is sent until you join.',
    go: 'Start',
    goJoin: 'Join',
    noName: 'Write the name your colleagues know you by.',
    noTeam: 'Give the team a name.',
    noLink: 'Paste the invite link first.',
    long: (max: number) => `Use at most ${max} characters.`,
    joining: (team: string) => `Getting “${team}” ready…`,
    looking: 'Getting the demo team ready…',
  },

  locked: {
    title: 'Your keyring is locked',
    hint: 'Ringlight keeps its key to your team in the system’s keyring. Unlock the keyring and try again.',
    memory: 'Keep it in memory until I quit',
    memoryHint: 'You stay signed in until Ringlight quits, and need a new invite after that. Nothing is written to disk.',
  },

  revoked: {
    title: 'This computer was signed out',
    hint: 'Somebody ended this device’s session in your team. Ask a colleague for a new invite to come back.',
    action: 'Sign out here',
  },

  settings,

  notice: {
    refused: (problem: Problem) => `Not changed. ${problem.detail ?? problem.title}`,
    superseded: 'You chose something newer on another device, so that one stays.',
    noTray: (why: string) => why,
    digest: 'While you were on do not disturb',
    dismiss: 'Put this away',
  },

  welcome: {
    title: 'Shall your ring turn busy in calls?',
    line: 'Ringlight can notice that a microphone or a camera is in use. It never listens or looks, and only “on a call” leaves this computer, not in which application.',
    microphone: 'While a microphone is in use',
    camera: 'While a camera is in use',
    later: 'Not now',
    go: 'Turn it on',
    where: 'You find it in Settings, Presence.',
  },

  reportsOn: (since: number, now: number) => `Your team keeps status times since ${moment(since, now)}: who showed which status for how long.`,
  reportsMore: 'What is kept',

  undoBar: (what: string, forHowLong?: string) => (forHowLong ? `${what} ${forHowLong}` : what),
  forMinutes: (minutes: number) =>
    minutes < 60 ? `for ${idleMinutes(minutes)}` : minutes % 60 ? undefined : `for ${count(minutes / 60, 'hour', 'hours')}`,
};
