import type { EChartsCoreOption } from 'echarts/core';
import { formatBytes, formatTick } from './format.js';
import { byteScale, largest, moments, showsMaximum, timeTicks, wallClock, type Growth } from './growth-model.js';

export const CHART_TOKENS = [
  '--pk-data-1',
  '--pk-data-2',
  '--pk-data-3',
  '--pk-data-4',
  '--pk-data-5',
  '--pk-data-used',
  '--pk-not-ready',
  '--pk-ink',
  '--pk-ink-2',
  '--pk-ink-3',
  '--pk-line',
  '--pk-line-strong',
  '--pk-surface',
] as const;
export type ChartColors = Record<(typeof CHART_TOKENS)[number], string>;

/** How a line looks: colour, dashes and the figure of its last point; no two lines of a chart share all. */
export interface LineLook {
  readonly color: string;
  readonly dash: readonly number[];
  readonly symbol: 'circle' | 'rect' | 'triangle' | 'diamond';
}

const DASHES: ReadonlyArray<readonly number[]> = [[], [7, 4], [2, 3], [9, 3, 2, 3], [14, 4]];
const SYMBOLS = ['circle', 'rect', 'triangle', 'diamond'] as const;

/** The look of the nth copy. Colours come round after five, dashes and figures shift then. */
export function lookOf(index: number, colors: ChartColors): LineLook {
  const token = `--pk-data-${(index % 5) + 1}` as keyof ChartColors;
  return {
    color: colors[token],
    dash: DASHES[(index + Math.floor(index / 5)) % DASHES.length],
    symbol: SYMBOLS[index % SYMBOLS.length],
  };
}

export const USED_DASH: readonly number[] = [3, 3];
export const FORECAST_DASH: readonly number[] = [6, 5];

export interface OptionInput {
  readonly growth: Growth;
  readonly colors: ChartColors;
  readonly font: string;
  readonly locale: string | undefined;
  readonly timeZone: string | undefined;
  readonly animate: boolean;
  readonly narrow: boolean;
  /** The words over the limit line. */
  readonly limitLabel: string;
  /** Builds what the tooltip holds for a place on the axis. */
  readonly tooltip: (place: number) => HTMLElement;
}

type Line = Record<string, unknown>;

function line(name: string, data: unknown[], style: Record<string, unknown>, more: Line = {}): Line {
  return { name, type: 'line', data, showSymbol: false, lineStyle: style, itemStyle: { color: style.color }, emphasis: { disabled: true }, ...more };
}

/** The lines of the chart: band, maximum, copies, what is used inside (of a single copy), forecast. */
export function chartLines({ growth, colors, timeZone, limitLabel }: OptionInput): Line[] {
  const place = (at: number): number => wallClock(at, timeZone);
  const lines: Line[] = [];
  const points = growth.copies[0]?.points ?? [];
  const last = points[points.length - 1];
  const expected = growth.forecast ?? [];
  // what is expected begins where what was seen ends
  const forecast = expected.length > 0 && last ? [[last[0], last[1], last[1], last[1]], ...expected] : expected;
  const first = lookOf(0, colors);
  if (forecast.some(([, , low, high]) => high > low)) {
    const band = { stack: 'band', symbol: 'none', silent: true, stackStrategy: 'all' };
    lines.push(
      line('band-low', forecast.map(([at, , low]) => [place(at), low]), { opacity: 0 }, band),
      line('band', forecast.map(([at, , low, high]) => [place(at), high - low]), { opacity: 0 }, {
        ...band,
        areaStyle: { color: first.color, opacity: 0.14 },
      }),
    );
  }
  growth.copies.forEach(({ name, points }, index) => {
    const look = lookOf(index, colors);
    const data = points.map(([at, file], position) => ({
      value: [place(at), file],
      symbol: look.symbol,
      symbolSize: points.length === 1 || position === points.length - 1 ? 7 : 0,
    }));
    lines.push(
      line(name, data, { color: look.color, width: 2, type: [...look.dash] }, {
        showSymbol: true,
        showAllSymbol: true,
        itemStyle: { color: look.color },
        areaStyle: growth.copies.length === 1 ? { color: look.color, opacity: 0.1 } : undefined,
      }),
    );
  });
  const single = growth.copies.length === 1 ? growth.copies[0] : undefined;
  if (single?.points.some(([, , used]) => used !== null)) {
    const data = single.points.map(([at, , used]) => [place(at), used ?? '-']);
    lines.push(line('used', data, { color: colors['--pk-data-2'], width: 1.75, type: [...USED_DASH] }));
  }
  if (forecast.length > 0) {
    const data = forecast.map(([at, file]) => [place(at), file]);
    lines.push(line('forecast', data, { color: first.color, width: 2, type: [...FORECAST_DASH] }));
  }
  if (showsMaximum(growth) && lines.length > 0) {
    lines.push(
      line('maximum', [], {}, {
        silent: true,
        markLine: {
          silent: true,
          symbol: 'none',
          animation: false,
          data: [{ yAxis: growth.maximum }],
          lineStyle: { color: colors['--pk-not-ready'], width: 1.5, type: 'solid' },
          label: { position: 'insideEndTop', formatter: () => limitLabel, color: colors['--pk-not-ready'], fontSize: 12 },
        },
      }),
    );
  }
  return lines;
}

/** The whole option for ECharts. */
export function chartOption(input: OptionInput): EChartsCoreOption {
  const { growth, colors, font, locale, animate, narrow, timeZone } = input;
  const scale = byteScale(largest(showsMaximum(growth) ? growth : { ...growth, maximum: undefined }));
  const all = moments(growth);
  const from = all.length > 0 ? wallClock(all[0], timeZone) : 0;
  const to = all.length > 0 ? wallClock(all[all.length - 1], timeZone) : 0;
  const { ticks, detail } = timeTicks(from, to, narrow ? 4 : 9);
  const label = { color: colors['--pk-ink-3'], fontSize: 12, hideOverlap: true };
  return {
    useUTC: true,
    animation: animate,
    animationDuration: 250,
    textStyle: { fontFamily: font },
    aria: { enabled: false },
    grid: { left: 4, right: 12, top: 22, bottom: 6, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    tooltip: {
      trigger: 'axis',
      confine: true,
      transitionDuration: 0,
      backgroundColor: 'transparent',
      borderWidth: 0,
      padding: 0,
      extraCssText: 'box-shadow: none',
      axisPointer: { type: 'line', lineStyle: { color: colors['--pk-line-strong'], type: 'solid' } },
      formatter: (params: unknown) => {
        const one = (Array.isArray(params) ? params[0] : params) as { axisValue?: number } | undefined;
        return one?.axisValue === undefined ? '' : input.tooltip(Number(one.axisValue));
      },
    },
    xAxis: {
      type: 'time',
      min: from,
      max: to,
      axisLine: { lineStyle: { color: colors['--pk-line-strong'] } },
      axisTick: { show: true, customValues: ticks, lineStyle: { color: colors['--pk-line-strong'] } },
      splitLine: { show: false },
      axisLabel: {
        ...label,
        customValues: ticks,
        formatter: (value: number) => formatTick(value, detail, locale),
      },
    },
    yAxis: {
      type: 'value',
      min: 0,
      max: scale.top,
      interval: scale.interval,
      splitLine: { lineStyle: { color: colors['--pk-line'] } },
      axisLabel: { ...label, formatter: (value: number) => (value === 0 ? '0' : formatBytes(value, locale, undefined, scale.top)) },
    },
    series: chartLines(input),
  };
}
