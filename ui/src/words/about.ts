// Words of the page about Ringlight itself.

export const about = {
  version: (version: string) => `Version ${version}`,
  line: 'Presence for teams: who is free, why, and for how long.',
  licence: 'Licence',
  licenceHint: 'Free software under the Apache License 2.0: use, change and share it.',
  licenceAddress: 'https://www.apache.org/licenses/LICENSE-2.0',
  readLicence: 'Read the licence',
  log: 'When something goes wrong',
  logHint: 'Ringlight keeps no log file. Started from a terminal with this variable set, it says there what it does. Nothing secret is in it.',
  logVariable: 'RINGLIGHT_LOG=info',
  logLabel: 'Variable to set',
  privacy: 'What leaves this computer',
  privacyHint: 'Only your state, and only to the server of your team. No keys, no window titles, no programs, and nothing to anybody else.',
  keys: 'Keys',
};

/** What keys do, where `main` is Ctrl, or Command on a Mac. */
export const keys = (main: string): [string, string][] => [
  [`${main} K`, 'Search people'],
  [`${main} ,`, 'Open the settings'],
  ['↑ ↓', 'Move in a list or menu'],
  ['Enter', 'Open a card'],
  [`${main} Enter`, 'Open the first way to reach somebody'],
  ['Menu, Shift F10', 'Everything that can be done with a person or a group'],
  ['F', 'Add to favourites, or remove'],
  ['Alt ↑ ↓', 'Move a favourite'],
  ['← →', 'Fold a group, or open it'],
  ['1 to 7, 0', 'Choose a status in the picker, or go back to automatic'],
  [`${main} Z`, 'Take the last change back'],
  ['Esc', 'Close, or go back'],
  [`${main} W`, 'Close the window; Ringlight goes on'],
];
