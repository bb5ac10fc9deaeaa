import { describe, expect, test } from 'vitest';
import { mix, parseColor, type Rgb } from '@pk/colors.js';
import { ELEMENTS, files, read, THEME } from './support.js';

type Side = 'light' | 'dark';
const SIDES: readonly Side[] = ['light', 'dark'];

/** Takes one side of each `light-dark(a, b)` in a value; `b` is a plain colour in our tokens. */
function side(value: string, which: Side): string {
  return value.replace(
    /light-dark\(\s*((?:[^(),]|\([^()]*\))+?)\s*,\s*((?:[^(),]|\([^()]*\))+?)\s*\)/g,
    (_, light: string, dark: string) => (which === 'light' ? light : dark),
  );
}

function declarations(css: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const [, name, value] of css.replace(/\/\*[\s\S]*?\*\//g, '').matchAll(/(--pk-[\w-]+)\s*:\s*([^;]+);/g)) {
    if (!found.has(name)) {
      found.set(name, value.trim());
    }
  }
  return found;
}

const tokens = declarations(read(THEME, 'tokens.css'));

function color(name: string, which: Side): Rgb {
  const value = side(tokens.get(name) ?? '', which);
  expect(value, `${name} must be written #rrggbb`).toMatch(/^#[0-9a-f]{6}$/);
  return parseColor(value);
}

function luminance(rgb: Rgb): number {
  const [r, g, b] = rgb.map((part) => {
    const value = part / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** WCAG 2.2, relative luminance and contrast ratio. */
function contrast(one: Rgb, other: Rgb): number {
  const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

const GROUNDS = ['--pk-ground', '--pk-surface', '--pk-surface-raised', '--pk-sunken'];
const STATUSES = ['ready', 'degraded', 'not-ready', 'unknown', 'in-use', 'info', 'accent'];

describe.each(SIDES)('in %s', (which) => {
  test.each(['--pk-ink', '--pk-ink-2', '--pk-ink-3', '--pk-accent'])('%s can be read on every ground', (text) => {
    for (const ground of GROUNDS) {
      expect(contrast(color(text, which), color(ground, which)), `on ${ground}`).toBeGreaterThanOrEqual(4.5);
    }
  });

  test.each(STATUSES)('the word of %s can be read on its field and on every surface', (status) => {
    for (const ground of [`--pk-${status}-soft`, '--pk-ground', '--pk-surface', '--pk-surface-raised']) {
      expect(contrast(color(`--pk-${status}`, which), color(ground, which)), `on ${ground}`).toBeGreaterThanOrEqual(4.5);
    }
  });

  test.each([
    ['--pk-accent-on', '--pk-accent-fill'],
    ['--pk-accent-on', '--pk-accent-fill-hover'],
    ['--pk-danger-on', '--pk-danger-fill'],
    ['--pk-danger-on', '--pk-danger-fill-hover'],
    ['--pk-on-tooltip', '--pk-tooltip'],
    ['--pk-ink', '--pk-not-ready-soft'],
    ['--pk-ink', '--pk-info-soft'],
    ['--pk-ink', '--pk-degraded-soft'],
  ])('%s can be read on %s', (text, ground) => {
    expect(contrast(color(text, which), color(ground, which))).toBeGreaterThanOrEqual(4.5);
  });

  test('edges of controls and the focus are seen on every ground', () => {
    for (const ground of ['--pk-ground', '--pk-surface', '--pk-surface-raised']) {
      for (const edge of ['--pk-line-strong', '--pk-focus']) {
        expect(contrast(color(edge, which), color(ground, which)), `${edge} on ${ground}`).toBeGreaterThanOrEqual(3);
      }
    }
  });

  test.each(['1', '2', '3', '4', '5', 'used', 'stale'])('data colour %s is seen on a card', (name) => {
    expect(contrast(color(`--pk-data-${name}`, which), color('--pk-surface', which))).toBeGreaterThanOrEqual(3);
  });

  test('hatching of stale blocks and crosses of unknown ones are seen on their own ground', () => {
    for (const [line, ground] of [
      ['--pk-block-stale-line', '--pk-block-stale'],
      ['--pk-block-unknown-line', '--pk-block-unknown'],
      ['--pk-data-stale', '--pk-data-stale-gap'],
      ['--pk-block-inherited', '--pk-surface'],
      ['--pk-block-zero', '--pk-surface'],
      ['--pk-block-high', '--pk-block-absent'],
    ]) {
      expect(contrast(color(line, which), color(ground, which)), `${line} on ${ground}`).toBeGreaterThanOrEqual(3);
    }
  });
});

/** Full colour blindness of three kinds; Machado, Oliveira and Fernandes 2009, severity 1, on linear light. */
const BLINDNESS: Record<string, readonly number[]> = {
  none: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protanopia: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deuteranopia: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritanopia: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
};

/** As somebody with this blindness sees it, in OKLab. */
function asSeen(rgb: Rgb, blindness: readonly number[]): readonly number[] {
  const light = rgb.map((part) => {
    const value = part / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  const times = (matrix: readonly number[], [a, b, c]: readonly number[]): number[] =>
    [0, 3, 6].map((row) => matrix[row] * a + matrix[row + 1] * b + matrix[row + 2] * c);
  const seen = times(blindness, light).map((part) => Math.min(1, Math.max(0, part)));
  const cones = times(
    [0.4122214708, 0.5363325363, 0.0514459929, 0.2119034982, 0.6806995451, 0.1073969566, 0.0883024619, 0.2817188376, 0.6299787005],
    seen,
  ).map(Math.cbrt);
  return times(
    [0.2104542553, 0.793617785, -0.0040720468, 1.9779984951, -2.428592205, 0.4505937099, 0.0259040371, 0.7827717662, -0.808675766],
    cones,
  );
}

function distance(one: Rgb, other: Rgb, blindness: readonly number[]): number {
  const [a, b] = [asSeen(one, blindness), asSeen(other, blindness)];
  return Math.hypot(...a.map((part, index) => part - b[index]));
}

describe.each(SIDES)('colours of data in %s', (which) => {
  test.each(Object.keys(BLINDNESS))('stay apart with %s', (kind) => {
    const names = ['--pk-data-1', '--pk-data-2', '--pk-data-3', '--pk-data-4', '--pk-data-5'];
    for (const one of names) {
      for (const other of names.filter((name) => name > one)) {
        expect(distance(color(one, which), color(other, which), BLINDNESS[kind]), `${one}, ${other}`).toBeGreaterThan(0.1);
      }
    }
  });

  test.each(Object.keys(BLINDNESS))('stale blocks are no shade of stored ones with %s', (kind) => {
    const [low, high] = [color('--pk-block-low', which), color('--pk-block-high', which)];
    for (let share = 0; share <= 1; share += 0.1) {
      const apart = distance(mix(low, high, share), color('--pk-block-stale', which), BLINDNESS[kind]);
      expect(apart, `at ${share}`).toBeGreaterThan(0.08);
    }
  });
});

test('the fallback for old browsers is the light side of every token that has two', () => {
  const expected = [...tokens].filter(([, value]) => value.includes('light-dark')).map(([name, value]) => [name, side(value, 'light')]);
  expect([...declarations(read(THEME, 'tokens-fallback.css'))]).toEqual(expected);
});

test('every token that is used exists, and colours are written in tokens alone', () => {
  const used = [...files(THEME, '.css'), ...files(ELEMENTS, '.ts')];
  // set by whoever uses the component or pattern, each with its default beside it or in the component's doc
  const settable = /var\((--pk-[\w-]+),/g;
  for (const file of used) {
    const source = read(file).replace(/\/\*[\s\S]*?\*\//g, '');
    const free = new Set([...source.matchAll(settable)].map(([, name]) => name));
    const own = declarations(source);
    for (const [, name] of source.matchAll(/var\((--pk-[\w-]+)/g)) {
      expect(tokens.has(name) || own.has(name) || free.has(name), `${name} in ${file}`).toBe(true);
    }
    if (!file.includes('tokens') && !file.endsWith('print.css') && !file.endsWith('colors.ts')) {
      const plain = source.replace(/url\("data:[^"]*"\)/g, '').match(/#[0-9a-f]{3,8}\b(?![\w-])|\bhsla?\(/gi) ?? [];
      expect(plain, `colours in ${file}`).toEqual([]);
    }
  }
});

test('nothing comes from outside the host', () => {
  for (const file of [...files(THEME, '.css'), ...files(ELEMENTS, '.ts')]) {
    const addresses = read(file).match(/(?:https?:)?\/\/[a-z0-9-]+\.[a-z]{2,}[^\s'"]*/gi) ?? [];
    expect(addresses.filter((address) => !address.includes('www.w3.org')), file).toEqual([]);
  }
});
