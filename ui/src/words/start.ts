// Words of the first run, and of what stands in the way of a list.

export const firstRun = {
  title: 'See who’s free, right now',
  line: 'One ring per colleague. Yours sets itself.',
  start: 'Start a team on this computer',
  startHint: 'No server needed. Invite people on your network.',
  join: 'Join with an invite',
  joinHint: 'Open or paste the link a colleague sent you.',
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
};

export const locked = {
  title: 'Your keyring is locked',
  hint: 'Ringlight keeps its key to your team in the system’s keyring. Unlock the keyring and try again.',
  memory: 'Keep it in memory until I quit',
  memoryHint: 'You stay signed in until Ringlight quits, and need a new invite after that. Nothing is written to disk.',
  memoryHintHost: 'You stay signed in until Ringlight quits. Your team runs on this computer and lets you in again. Nothing is written to disk.',
  signOut: 'Sign out here',
  signOutHost: 'Your team runs on this computer. Stop it for everybody and sign out? Ringlight cannot bring it back.',
  signOutSure: 'Sign out, and join again with a new invite?',
};

export const revoked = {
  title: 'This computer was signed out',
  hint: 'Somebody ended this device’s session in your team. Ask a colleague for a new invite to come back.',
  action: 'Sign out here',
};

export const welcome = {
  title: 'Shall your ring set itself?',
  login: 'Start with the computer, and wait in the tray',
  microphone: 'Turn busy while a microphone is in use',
  camera: 'Turn busy while a camera is in use',
  line: 'Ringlight never listens or looks. Only “on a call” leaves this computer, not in which application.',
  later: 'Not now',
  go: 'Turn these on',
  where: 'You find all of it in Settings.',
};
