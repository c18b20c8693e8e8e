/** Whole seconds of an ISO 8601 duration of days and smaller, such as `PT1H30M`; 0 for anything else. */
export function seconds(duration: string): number {
  const match = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.\d+)?S)?)?$/u.exec(duration);
  const [days, hours, minutes, rest] = [1, 2, 3, 4].map((i) => Number(match?.[i] ?? 0)) as [number, number, number, number];
  return ((days * 24 + hours) * 60 + minutes) * 60 + rest;
}

export const minutes = (duration: string) => Math.round(seconds(duration) / 60);

/** The ISO 8601 duration of so many seconds. */
export const iso = (all: number) => `PT${all}S`;
