/** Size over time as numbers: order, places on a time axis, what is known at a moment, a scale in bytes. Pure. */
import type { TickDetail } from './format.js';

/** Milliseconds since 1970, file size, used inside (null where it was not read). */
export type GrowthPoint = readonly [at: number, file: number, used: number | null];
/** Milliseconds since 1970, expected file size, and the band it will likely stay within. */
export type ForecastPoint = readonly [at: number, file: number, low: number, high: number];

export interface CopyLine {
  readonly name: string;
  readonly points: readonly GrowthPoint[];
}

export interface Growth {
  readonly summary: string;
  readonly copies: readonly CopyLine[];
  readonly maximum?: number;
  readonly forecast?: readonly ForecastPoint[];
}

function finite(point: readonly (number | null)[]): boolean {
  return Number.isFinite(point[0]) && Number.isFinite(point[1]);
}

/** The same with every line in order of time, and points without time or size left out. */
export function inOrder(growth: Growth): Growth {
  const byTime = (one: readonly (number | null)[], other: readonly (number | null)[]): number =>
    (one[0] as number) - (other[0] as number);
  return {
    ...growth,
    copies: growth.copies.map(({ name, points }) => ({ name, points: points.filter(finite).sort(byTime) })),
    forecast: growth.forecast?.filter(finite).sort(byTime),
  };
}

/** All moments at which something was seen or is expected, each once, in order. */
export function moments(growth: Growth): number[] {
  const all = [...growth.copies.flatMap(({ points }) => points.map(([at]) => at))];
  all.push(...(growth.forecast ?? []).map(([at]) => at));
  return [...new Set(all)].sort((one, other) => one - other);
}

/** The moments at which something was seen. */
export function seenMoments(growth: Growth): number[] {
  return moments({ ...growth, forecast: [] });
}

/** The last point of a line at or before a moment; nothing before its first. */
export function lastAt<T extends readonly (number | null)[]>(points: readonly T[], at: number): T | undefined {
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((points[middle][0] as number) <= at) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return points[low - 1];
}

export interface Known {
  readonly copy: string;
  readonly file: number;
  readonly used: number | null;
}

/** What is known at a moment: each copy's last point, and what is expected if it lies after all of them. */
export function knownAt(growth: Growth, at: number): { copies: Known[]; expected?: ForecastPoint } {
  const copies = growth.copies.flatMap(({ name, points }) => {
    const point = lastAt(points, at);
    return point ? [{ copy: name, file: point[1], used: point[2] }] : [];
  });
  const seen = seenMoments(growth);
  const lastSeen = seen[seen.length - 1] ?? -Infinity;
  const expected = at > lastSeen ? lastAt(growth.forecast ?? [], at) : undefined;
  return expected ? { copies: [], expected } : { copies };
}

/** The moment of `all` nearest to `at`; `all` is in order and not empty. */
export function nearest(all: readonly number[], at: number): number {
  return all.reduce((best, moment) => (Math.abs(moment - at) < Math.abs(best - at) ? moment : best), all[0]);
}

/** A maximum beyond so many times what there is leaves the scale: the lines would lie on the ground. */
const FAR = 2.5;

/** Whether the maximum is drawn, or is so far away that it is only told in the legend. */
export function showsMaximum(growth: Growth): boolean {
  const sizes = largest({ ...growth, maximum: undefined });
  return growth.maximum !== undefined && growth.maximum > 0 && growth.maximum <= FAR * sizes;
}

/** The largest size on the chart. */
export function largest(growth: Growth): number {
  const sizes = growth.copies.flatMap(({ points }) => points.map(([, file, used]) => Math.max(file, used ?? 0)));
  const expected = (growth.forecast ?? []).map(([, file, , high]) => Math.max(file, high));
  return [...sizes, ...expected, growth.maximum ?? 0].reduce((most, size) => Math.max(most, size), 0);
}

export interface Scale {
  readonly top: number;
  readonly interval: number;
}

/** Steps that stay round in their own unit of 1,024 and when the next unit takes over. */
const STEPS = [1, 2, 5, 10, 20, 50, 100, 256, 512];

/** A scale from 0 in at most five steps, each of which is round when it is written as a size. */
export function byteScale(most: number): Scale {
  if (!(most > 0)) {
    return { top: 1024, interval: 512 };
  }
  let unit = 1;
  for (;;) {
    const size = unit;
    const step = STEPS.find((candidate) => candidate * size * 5 >= most * 0.9999);
    if (step !== undefined) {
      const interval = step * unit;
      return { top: Math.ceil((most / interval) * 0.9999) * interval, interval };
    }
    unit *= 1024;
  }
}

const zones = new Map<string, Intl.DateTimeFormat>();

/**
 * A moment as the wall clock of a zone shows it, as if that were UTC: on such an axis round ticks are midnights there.
 * In the hour a clock is put back two moments get one place.
 */
export function wallClock(at: number, timeZone: string | undefined): number {
  const key = timeZone ?? '';
  let format = zones.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    zones.set(key, format);
  }
  const parts: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(at)) {
    parts[type] = Number(value);
  }
  return Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute, parts.second);
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Round steps of a time axis: in hours, in days (weeks begin on Monday), in months. */
const HOURS = [1, 2, 3, 6, 12];
const DAYS = [1, 2, 7, 14];
const MONTHS = [1, 2, 3, 6, 12, 24, 60, 120];
/** A Monday, 1970-01-05. */
const FIRST_MONDAY = 4 * DAY;

/**
 * Round places between two places of the axis, `most` at the most and equally far apart: full hours, midnights,
 * Mondays, or firsts of months.
 */
export function timeTicks(from: number, to: number, most: number): { ticks: number[]; detail: TickDetail } {
  const span = to - from;
  const every = (step: number, origin: number): number[] => {
    const ticks: number[] = [];
    for (let at = Math.ceil((from - origin) / step) * step + origin; at <= to; at += step) {
      ticks.push(at);
    }
    return ticks;
  };
  const hours = HOURS.find((step) => span / (step * HOUR) < most);
  if (hours !== undefined) {
    return { ticks: every(hours * HOUR, 0), detail: 'hour' };
  }
  const days = DAYS.find((step) => span / (step * DAY) < most);
  if (days !== undefined) {
    return { ticks: every(days * DAY, days >= 7 ? FIRST_MONDAY : 0), detail: 'day' };
  }
  const months = MONTHS.find((step) => span / (step * 30.4 * DAY) < most) ?? MONTHS[MONTHS.length - 1];
  const first = new Date(from);
  let month = Math.ceil((first.getUTCFullYear() * 12 + first.getUTCMonth()) / months) * months;
  const ticks: number[] = [];
  const firstOf = (index: number): number => Date.UTC(Math.floor(index / 12), index % 12);
  for (let at = firstOf(month); at <= to; month += months, at = firstOf(month)) {
    if (at >= from) {
      ticks.push(at);
    }
  }
  return { ticks, detail: months >= 12 ? 'year' : span < 300 * DAY ? 'day' : 'month' };
}
