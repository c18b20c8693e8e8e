import type { WorkingHours } from '../bindings';

/** A stretch of a day in minutes after midnight, 0 to 1440. */
export interface Stretch {
  from: number;
  until: number;
}

const DAY = 1440;

/** The declared hours that fall into one ISO weekday, in order and apart, with what runs over from the day before. */
export function hoursOn(hours: WorkingHours | null | undefined, day: number): Stretch[] {
  const before = day === 1 ? 7 : day - 1;
  const stretches = (hours?.windows ?? []).flatMap(({ day: begins, from, until }): Stretch[] => {
    const crosses = until <= from;
    if (begins === day) return [{ from, until: crosses ? DAY : until }];
    return begins === before && crosses && until > 0 ? [{ from: 0, until }] : [];
  });
  return joined(stretches.sort((a, b) => a.from - b.from));
}

/** The same time of stretches in order, those that touch or overlap made one. */
function joined(stretches: Stretch[]): Stretch[] {
  const apart: Stretch[] = [];
  for (const { from, until } of stretches) {
    const last = apart.at(-1);
    if (last && from <= last.until) last.until = Math.max(last.until, until);
    else apart.push({ from, until });
  }
  return apart;
}
