import { init, use } from 'echarts/core';
import { LineChart } from 'echarts/charts';
import { GridComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import { SVGRenderer } from 'echarts/renderers';
import { describe, expect, test } from 'vitest';
import {
  byteScale,
  inOrder,
  knownAt,
  largest,
  lastAt,
  moments,
  nearest,
  timeTicks,
  wallClock,
  type Growth,
  type GrowthPoint,
} from '@pk/growth-model.js';
import { CHART_TOKENS, chartLines, chartOption, lookOf, type ChartColors, type OptionInput } from '@pk/growth-option.js';
import { formatBytes } from '@pk/format.js';
import { randomFrom } from './support.js';

const GB = 1024 ** 3;
const DAY = 86_400_000;
const START = Date.UTC(2026, 0, 1);

const colors = Object.fromEntries(
  CHART_TOKENS.map((token, index) => [token, `#${(index + 1).toString(16).repeat(6).slice(0, 6)}`]),
) as ChartColors;

function points(days: number, used: number | null = 5 * GB): GrowthPoint[] {
  return Array.from({ length: days }, (_, day) => [START + day * DAY, (10 + day / 10) * GB, used] as const);
}

function input(growth: Growth): OptionInput {
  return {
    growth,
    colors,
    font: 'sans-serif',
    locale: 'de',
    timeZone: 'Europe/Berlin',
    animate: false,
    narrow: false,
    limitLabel: 'Maximum 30 GB',
    tooltip: () => document.createElement('div'),
  };
}

test('points come in any order and leave in the order of time, without those that are none', () => {
  const growth = inOrder({
    summary: '',
    copies: [{ name: 'A', points: [[3, 3, null], [1, 1, 1], [NaN, 2, 2], [2, NaN, 2]] }],
    forecast: [[9, 9, 9, 9], [8, 8, 8, 8]],
  });
  expect(growth.copies[0].points.map(([at]) => at)).toEqual([1, 3]);
  expect(growth.forecast?.map(([at]) => at)).toEqual([8, 9]);
  expect(moments(growth)).toEqual([1, 3, 8, 9]);
});

test('what was last known at a moment agrees with looking one by one', () => {
  const next = randomFrom(5);
  for (let round = 0; round < 500; round++) {
    const line = [...new Set(Array.from({ length: Math.floor(next() * 20) }, () => Math.floor(next() * 50)))]
      .sort((a, b) => a - b)
      .map((at) => [at, at] as const);
    const at = Math.floor(next() * 60) - 5;
    expect(lastAt(line, at)).toEqual(line.filter(([time]) => time <= at).pop());
  }
});

test('before anything was expected only what was seen is told, after it only what is expected', () => {
  const growth: Growth = {
    summary: '',
    copies: [{ name: 'FRA', points: [[1, 10, 5], [3, 12, null]] }, { name: 'LON', points: [[2, 9, 4]] }],
    forecast: [[5, 20, 18, 22]],
  };
  expect(knownAt(growth, 1)).toEqual({ copies: [{ copy: 'FRA', file: 10, used: 5 }] });
  expect(knownAt(growth, 3).copies).toEqual([
    { copy: 'FRA', file: 12, used: null },
    { copy: 'LON', file: 9, used: 4 },
  ]);
  expect(knownAt(growth, 5)).toEqual({ copies: [], expected: [5, 20, 18, 22] });
  expect(largest(growth)).toBe(22);
  expect(nearest([1, 5, 9], 6)).toBe(5);
});

describe('the scale', () => {
  test('covers what there is in at most five steps, each told exactly by its label', () => {
    for (let most = 1; most < 1024 ** 5; most = most * 1.31 + 1) {
      const { top, interval } = byteScale(most);
      const steps = Math.round(top / interval);
      expect(top).toBeGreaterThanOrEqual(most * 0.999);
      expect(steps).toBeLessThanOrEqual(5);
      for (let step = 1; step <= steps; step++) {
        const [number, unit] = formatBytes(step * interval, 'en').replaceAll(',', '').split('\u00a0');
        const told = Number(number) * 1024 ** ['B', 'KB', 'MB', 'GB', 'TB', 'PB'].indexOf(unit);
        expect(told, `step ${step} for ${most}`).toBe(step * interval);
      }
    }
    expect(byteScale(30 * GB)).toEqual({ top: 30 * GB, interval: 10 * GB });
    expect(byteScale(0).top).toBeGreaterThan(0);
    expect(byteScale(NaN).top).toBeGreaterThan(0);
  });
});

describe('the time axis', () => {
  test('lies in the zone asked for, summer and winter', () => {
    expect(wallClock(Date.UTC(2026, 0, 1, 23), 'Europe/Berlin')).toBe(Date.UTC(2026, 0, 2, 0));
    expect(wallClock(Date.UTC(2026, 6, 1, 22), 'Europe/Berlin')).toBe(Date.UTC(2026, 6, 2, 0));
    expect(wallClock(Date.UTC(2026, 0, 1, 12), 'Asia/Kolkata')).toBe(Date.UTC(2026, 0, 1, 17, 30));
  });

  test.each([
    ['six hours', 6 / 24, 'hour'],
    ['a week', 7, 'day'],
    ['three months', 90, 'day'],
    ['two years', 730, 'month'],
    ['thirty years', 10_950, 'year'],
  ])('of %s has a few round ticks inside it', (_, days, detail) => {
    const from = START + 5_000_000;
    const { ticks, detail: told } = timeTicks(from, from + days * DAY, 8);
    expect(told).toBe(detail);
    expect(ticks.length).toBeGreaterThanOrEqual(2);
    expect(ticks.length).toBeLessThanOrEqual(9);
    for (const tick of ticks) {
      expect(tick).toBeGreaterThanOrEqual(from);
      expect(tick).toBeLessThanOrEqual(from + days * DAY);
      expect(new Date(tick).getUTCMinutes()).toBe(0);
      if (detail !== 'hour') {
        expect(new Date(tick).getUTCHours()).toBe(0);
      }
    }
  });

  test('of a few weeks has its ticks on Mondays', () => {
    const { ticks } = timeTicks(START, START + 40 * DAY, 8);
    expect(ticks.every((tick) => new Date(tick).getUTCDay() === 1)).toBe(true);
  });
});

describe('the lines', () => {
  test('no two of ten copies look alike', () => {
    const looks = Array.from({ length: 10 }, (_, index) => JSON.stringify(lookOf(index, colors)));
    expect(new Set(looks).size).toBe(10);
  });

  test('a single copy shows its inside, several do not', () => {
    const names = (growth: Growth): unknown[] => chartLines(input(growth)).map(({ name }) => name);
    const fra = { name: 'FRA', points: points(3) };
    const most = largest({ summary: '', copies: [fra] });
    expect(names({ summary: '', copies: [fra], maximum: 2 * most })).toEqual(['FRA', 'used', 'maximum']);
    expect(names({ summary: '', copies: [fra], maximum: 3 * most }), 'far above the lines').toEqual(['FRA', 'used']);
    expect(names({ summary: '', copies: [fra, { ...fra, name: 'LON' }] })).toEqual(['FRA', 'LON']);
    expect(names({ summary: '', copies: [{ name: 'X', points: points(3, null) }] })).toEqual(['X']);
  });

  test('the forecast begins where what was seen ends', () => {
    const seen = points(3);
    const growth: Growth = { summary: '', copies: [{ name: 'FRA', points: seen }], forecast: [[START + 9 * DAY, 12 * GB, 11 * GB, 13 * GB]] };
    const lines = chartLines(input(growth));
    const forecast = lines.find(({ name }) => name === 'forecast')?.data as number[][];
    expect(forecast[0]).toEqual([wallClock(seen[2][0], 'Europe/Berlin'), seen[2][1]]);
    expect(lines.filter(({ stack }) => stack === 'band')).toHaveLength(2);
  });

  test('are drawn by ECharts with labels in the language and the limit named', () => {
    use([LineChart, GridComponent, MarkLineComponent, TooltipComponent, SVGRenderer]);
    const chart = init(null, null, { renderer: 'svg', ssr: true, width: 800, height: 280 });
    chart.setOption(chartOption(input({ summary: '', copies: [{ name: 'FRA', points: points(60) }], maximum: 30 * GB })));
    const picture = chart.renderToSVGString();
    chart.dispose();
    expect(picture).toContain('Maximum 30 GB');
    expect(picture.replace(/\u00a0/g, ' ')).toMatch(/>20 GB</);
    expect(picture).toMatch(/>19\. Jan\.?</);
    expect(picture).toContain(colors['--pk-data-1']);
  });
});
