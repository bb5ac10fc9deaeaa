/** Sizes, numbers, times and sentences in a person's language. Pure; the formatters are kept because they are dear. */

export type Texts = Readonly<Record<string, string>>;

const cache = new Map<string, unknown>();

function keptOnce<T>(key: string, make: () => T): T {
  let value = cache.get(key) as T | undefined;
  if (value === undefined) {
    value = make();
    cache.set(key, value);
  }
  return value;
}

/** A locale that Intl knows; the browser's own when `locale` is empty or malformed. */
export function knownLocale(locale: string | undefined): string | undefined {
  if (!locale) {
    return undefined;
  }
  try {
    return Intl.getCanonicalLocales(locale)[0];
  } catch {
    return undefined;
  }
}

/** A time zone that Intl knows; the browser's own otherwise. */
export function knownTimeZone(zone: string | undefined): string | undefined {
  if (!zone) {
    return undefined;
  }
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB', 'PB', 'EB'] as const;

/** From so many of a unit on the next one is used: never four digits. */
const NEXT_UNIT = 999.5;

/**
 * A size as Windows shows it: steps of 1,024 with the everyday unit and three digits that matter (0 B, 1.5 MB, 34.2 GB,
 * 512 GB). Written as the portal's `Formats.bytes` writes it, so that one page never says one size in two ways.
 *
 * @param decimals instead of three digits, for places on a disk that differ little
 * @param like in the unit of this size instead of its own, for a scale that stays in one unit
 */
export function formatBytes(bytes: number, locale?: string, decimals?: number, like = bytes): string {
  let step = 0;
  let value = bytes;
  for (let size = Math.abs(like); size >= NEXT_UNIT && step < UNITS.length - 1; size /= 1024) {
    value /= 1024;
    step++;
  }
  const size = Math.abs(value);
  const fraction = step === 0 ? 0 : (decimals ?? (size >= 100 ? 0 : size >= 10 ? 1 : 2));
  const known = knownLocale(locale);
  const number = keptOnce(
    `bytes ${known} ${fraction}`,
    () => new Intl.NumberFormat(known, { maximumFractionDigits: fraction }),
  );
  return `${number.format(value)}\u00a0${UNITS[step]}`;
}

export function formatNumber(value: number, locale?: string): string {
  const known = knownLocale(locale);
  return keptOnce(`number ${known}`, () => new Intl.NumberFormat(known)).format(value);
}

/** A share as whole percent, rounded so that neither 0 % nor 100 % is said unless it is so. */
export function formatShare(share: number, locale?: string): string {
  const shown = share > 0 && share < 1 ? Math.min(0.99, Math.max(0.01, share)) : share;
  const known = knownLocale(locale);
  return keptOnce(
    `share ${known}`,
    () => new Intl.NumberFormat(known, { style: 'percent', maximumFractionDigits: 0 }),
  ).format(shown);
}

/** Day and time, with the zone, to the second: for where it counts. */
export function formatExact(at: Date, locale?: string, timeZone?: string): string {
  const known = knownLocale(locale);
  const zone = knownTimeZone(timeZone);
  return keptOnce(
    `exact ${known} ${zone}`,
    () =>
      new Intl.DateTimeFormat(known, {
        year: 'numeric',
        month: 'short',
        day: 'numeric',
        hour: '2-digit',
        minute: '2-digit',
        second: '2-digit',
        timeZone: zone,
        timeZoneName: 'short',
      }),
  ).format(at);
}

/** Day and time without seconds: for tooltips and tables. */
export function formatMoment(at: Date, locale?: string, timeZone?: string): string {
  const known = knownLocale(locale);
  const zone = knownTimeZone(timeZone);
  return keptOnce(
    `moment ${known} ${zone}`,
    () => new Intl.DateTimeFormat(known, { dateStyle: 'medium', timeStyle: 'short', timeZone: zone }),
  ).format(at);
}

/** How much of a moment a tick of a time axis tells. */
export type TickDetail = 'hour' | 'day' | 'month' | 'year';

const TICK_OPTIONS: Readonly<Record<TickDetail, Intl.DateTimeFormatOptions>> = {
  hour: { hour: '2-digit', minute: '2-digit' },
  day: { day: 'numeric', month: 'short' },
  month: { month: 'short', year: 'numeric' },
  year: { year: 'numeric' },
};

/** A tick of a time axis whose places are wall clock times taken for UTC. */
export function formatTick(place: number, detail: TickDetail, locale?: string): string {
  const known = knownLocale(locale);
  return keptOnce(
    `tick ${known} ${detail}`,
    () => new Intl.DateTimeFormat(known, { ...TICK_OPTIONS[detail], timeZone: 'UTC' }),
  ).format(place);
}

const STEPS: ReadonlyArray<readonly [Intl.RelativeTimeFormatUnit, number]> = [
  ['second', 1],
  ['minute', 60],
  ['hour', 3_600],
  ['day', 86_400],
  ['week', 604_800],
  ['month', 2_629_746],
  ['year', 31_556_952],
];

/** Number and unit that say a distance in seconds best: whole units, the largest of which there is at least one. */
export function relativeParts(seconds: number): { value: number; unit: Intl.RelativeTimeFormatUnit } {
  const distance = Math.abs(seconds);
  let chosen = STEPS[0];
  for (const step of STEPS) {
    // weeks only from two on: "8 days ago" says more than "last week"
    if (distance >= (step[0] === 'week' ? 2 * step[1] : step[1])) {
      chosen = step;
    }
  }
  const value = Math.trunc(seconds / chosen[1]);
  return { value: value === 0 ? 0 : value, unit: chosen[0] };
}

/** "3 hours ago", "in 2 days", "now". Under five seconds of either direction is now. */
export function formatRelative(at: Date, now: Date, locale?: string): string {
  const seconds = (at.getTime() - now.getTime()) / 1000;
  const { value, unit } = Math.abs(seconds) < 5 ? { value: 0, unit: 'second' as const } : relativeParts(seconds);
  const known = knownLocale(locale);
  return keptOnce(`relative ${known}`, () => new Intl.RelativeTimeFormat(known, { numeric: 'auto' })).format(
    value,
    unit,
  );
}

/** Milliseconds until the relative words for `at` can change: a second, a minute, an hour. */
export function relativeRefresh(at: Date, now: Date): number {
  const seconds = Math.abs(at.getTime() - now.getTime()) / 1000;
  return seconds < 60 ? 1_000 : seconds < 3_600 ? 15_000 : seconds < 86_400 ? 300_000 : 3_600_000;
}

/** Fills `{name}` in a text; what is not given stays visible, so that a fault shows. */
export function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}

/** The text of `key` for a number, by the language's plural rule: `key.one`, `key.few`, …, else `key.other`. */
export function plural(texts: Texts, key: string, count: number, locale?: string): string {
  const known = knownLocale(locale);
  const rule = keptOnce(`plural ${known}`, () => new Intl.PluralRules(known)).select(count);
  return fill(texts[`${key}.${rule}`] ?? texts[`${key}.other`] ?? '', { count: formatNumber(count, locale) });
}
