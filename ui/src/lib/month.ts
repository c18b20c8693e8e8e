/** The days of a month's page, whole weeks from the first to the last, as midnights here. */
export function monthPage(year: number, month: number, firstDay: number): Date[] {
  const first = new Date(year, month, 1);
  const before = ((first.getDay() || 7) - firstDay + 7) % 7;
  const days = new Date(year, month + 1, 0).getDate();
  return Array.from({ length: Math.ceil((before + days) / 7) * 7 }, (_, i) => new Date(year, month, 1 - before + i));
}

/** The ISO weekday on which weeks begin where a language is spoken. */
export function firstWeekday(language: string): number {
  const locale = new Intl.Locale(language) as Intl.Locale & { weekInfo?: { firstDay: number }; getWeekInfo?: () => { firstDay: number } };
  return (locale.getWeekInfo?.() ?? locale.weekInfo)?.firstDay ?? 1;
}

/** The same moment of another day, months or days on; a month that is too short ends at its last day. */
export function shift(day: Date, by: { days?: number; months?: number }): Date {
  const { days = 0, months = 0 } = by;
  const last = new Date(day.getFullYear(), day.getMonth() + months + 1, 0).getDate();
  return new Date(day.getFullYear(), day.getMonth() + months, Math.min(day.getDate(), months ? last : day.getDate()) + days);
}

export const sameDay = (a: Date, b: Date) => a.getFullYear() === b.getFullYear() && a.getMonth() === b.getMonth() && a.getDate() === b.getDate();

/** Midnight at which a day begins here. */
export const startOf = (instant: number) => {
  const date = new Date(instant);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate());
};
