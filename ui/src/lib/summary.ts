import type { Myself, Snapshot } from '../bindings';
import { words } from '../words';
import { instant } from './present';
import { levelOf } from './privacy';
import type { Section } from './route';

/** How a page of the settings stands, in a few words. */
export function summary(section: Section, snapshot: Snapshot, me: Myself, now: number): string {
  const text = words.summary;
  const { settings, policy, calendar, alerts, groups, favourites } = snapshot;
  switch (section) {
    case 'account':
      return [me.profile.name, me.profile.group].filter(Boolean).join(' · ');
    case 'presence':
      return text.presence(settings.idle_after_s / 60, settings.hearing.microphone || settings.hearing.camera);
    case 'hours':
      return words.hours.ahead(me.quiet_next ?? undefined, now);
    case 'absences': {
      const first = me.planned.toSorted((a, b) => a.from.localeCompare(b.from))[0];
      return first ? `${words.label(first.status, first.availability, snapshot.statuses)} · ${words.absences.span(instant(first.from)!, instant(first.until), now)}` : text.noAbsence;
    }
    case 'calendar':
      return calendar ? (calendar.problem ? words.calendar.problem(calendar.problem) : calendar.name) : text.noCalendar;
    case 'privacy':
      return text.privacy(words.privacy.levels[levelOf(me.privacy.rules, { of: 'everyone' }) ?? 'full'], me.privacy.rules.filter(({ who }) => who.of !== 'everyone').length);
    case 'alerts':
      return text.alerts(alerts.length);
    case 'groups':
      return text.groups(groups.length, favourites.length);
    case 'members':
      return words.members.title(Object.keys(snapshot.people).length + 1);
    case 'statuses':
      return text.statuses(snapshot.statuses.filter(({ hidden }) => !hidden).length);
    case 'rules':
      return me.profile.admin ? text.rulesAdmin : text.rules;
    case 'reports':
      return policy.reports ? words.reports.on(instant(policy.reports)!, now) : text.noReports;
    case 'devices':
      return text.devices;
    case 'appearance':
      return words.summary.themes[settings.theme];
    case 'about':
      return words.about.version(VERSION);
  }
}
