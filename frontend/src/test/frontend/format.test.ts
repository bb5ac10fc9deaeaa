import { describe, expect, test } from 'vitest';
import {
  fill,
  formatBytes,
  formatExact,
  formatRelative,
  formatShare,
  knownLocale,
  knownTimeZone,
  plural,
  relativeRefresh,
} from '@pk/format.js';

const KB = 1024;
const spaces = (text: string): string => text.replace(/[\u00a0\u202f]/g, ' ');

describe('sizes', () => {
  test.each([
    [0, '0 B'],
    [1, '1 B'],
    [999, '999 B'],
    [1023, '1 KB'],
    [KB, '1 KB'],
    [1.5 * KB ** 2, '1.5 MB'],
    [99.94 * KB ** 2, '99.9 MB'],
    [99.96 * KB ** 2, '100 MB'],
    [999.4 * KB ** 2, '999 MB'],
    [1000 * KB ** 2, '0.98 GB'],
    [34.23 * KB ** 3, '34.2 GB'],
    [64 * KB ** 4, '64 TB'],
    [5 * KB ** 6, '5 EB'],
    [-2 * KB ** 3, '-2 GB'],
  ])('%d bytes are "%s"', (bytes, text) => {
    expect(spaces(formatBytes(bytes, 'en'))).toBe(text);
  });

  test('never part from their unit at the end of a line', () => {
    expect(formatBytes(KB, 'en')).toBe('1\u00a0KB');
  });

  test('speak the language', () => {
    expect(spaces(formatBytes(12.345 * KB ** 3, 'de'))).toBe('12,3 GB');
  });
});

describe('shares', () => {
  test.each([
    [0, '0%'],
    [0.0001, '1%'],
    [0.5, '50%'],
    [0.9999, '99%'],
    [1, '100%'],
    [1.2, '120%'],
  ])('%d is "%s": little is not nothing, nearly all is not all', (share, text) => {
    expect(formatShare(share, 'en')).toBe(text);
  });
});

describe('relative times', () => {
  const now = new Date('2026-03-10T12:00:00Z');
  const relative = (seconds: number, locale = 'en'): string =>
    formatRelative(new Date(now.getTime() + seconds * 1000), now, locale);

  test.each([
    [-2, 'now'],
    [4, 'now'],
    [-59, '59 seconds ago'],
    [-60, '1 minute ago'],
    [-3_599, '59 minutes ago'],
    [-7_200, '2 hours ago'],
    [-86_400, 'yesterday'],
    [-8 * 86_400, '8 days ago'],
    [-15 * 86_400, '2 weeks ago'],
    [-40 * 86_400, 'last month'],
    [-800 * 86_400, '2 years ago'],
    [3 * 3_600, 'in 3 hours'],
  ])('%d seconds are "%s"', (seconds, text) => {
    expect(relative(seconds)).toBe(text);
  });

  test('speak the language', () => {
    expect(relative(-7_200, 'de')).toBe('vor 2 Stunden');
  });

  test('are looked at more often the nearer they are', () => {
    const refresh = (seconds: number): number => relativeRefresh(new Date(now.getTime() - seconds * 1000), now);
    expect([10, 600, 7_200, 200_000].map(refresh)).toEqual([1_000, 15_000, 300_000, 3_600_000]);
  });
});

test('an exact time is told in the zone asked for, and names it', () => {
  const at = new Date('2026-07-01T22:30:05Z');
  expect(spaces(formatExact(at, 'en-GB', 'Europe/Berlin'))).toBe('2 Jul 2026, 00:30:05 CEST');
  expect(spaces(formatExact(at, 'de', 'Asia/Tokyo'))).toContain('2. Juli 2026, 07:30:05');
});

test('locales and zones that nobody knows are left to the browser', () => {
  expect(knownLocale('de_DE')).toBeUndefined();
  expect(knownLocale('')).toBeUndefined();
  expect(knownLocale('DE-de')).toBe('de-DE');
  expect(knownTimeZone('Mars/Olympus')).toBeUndefined();
  expect(knownTimeZone('Europe/Berlin')).toBe('Europe/Berlin');
});

test('a text with a value missing shows the gap', () => {
  expect(fill('{a} of {b}', { a: '1' })).toBe('1 of {b}');
});

test('number chooses the word by the rule of the language', () => {
  const texts = { 'b.one': '{count} blok', 'b.few': '{count} bloki', 'b.many': '{count} bloków', 'b.other': '{count} bloku' };
  expect([1, 3, 5].map((count) => plural(texts, 'b', count, 'pl'))).toEqual(['1 blok', '3 bloki', '5 bloków']);
  expect(plural({ 'b.other': '{count} x' }, 'b', 1, 'en')).toBe('1 x');
});

test('places on a large disk keep the digits that tell neighbours apart', () => {
  expect(spaces(formatBytes(395.03 * KB ** 3, 'en', 2))).toBe('395.03 GB');
  expect(spaces(formatBytes(395.06 * KB ** 3, 'en', 2))).toBe('395.06 GB');
});
