import { html, nothing, svg, type CSSResultGroup, type PropertyDeclarations, type TemplateResult } from 'lit';
import { onAppearanceChange } from './appearance.js';
import { baseStyles, define, PkElement } from './base.js';
import { tokenColors } from './colors.js';
import { formatBytes, formatMoment, knownLocale, knownTimeZone } from './format.js';
import type { EChartsType } from './growth-echarts.js';
import { inOrder, knownAt, moments, nearest, seenMoments, showsMaximum, wallClock, type Growth } from './growth-model.js';
import {
  CHART_TOKENS,
  chartOption,
  FORECAST_DASH,
  lookOf,
  USED_DASH,
  type ChartColors,
} from './growth-option.js';
import { growthStyles } from './growth.styles.js';

const NARROW = 480;

/**
 * Size over time. For screen readers it is a slider over the moments whose value is read as words, beside a summary
 * and a table of all numbers.
 *
 * @attr show-summary - the summary is shown to everyone
 * @attr show-table - the table is shown to everyone
 * @cssproperty --pk-growth-height - of the plot, 17.5rem
 */
export class PkGrowthChart extends PkElement {
  static override properties: PropertyDeclarations = {
    growth: { attribute: false },
    showSummary: { type: Boolean, attribute: 'show-summary' },
    showTable: { type: Boolean, attribute: 'show-table' },
    failed: { state: true },
    current: { state: true },
  };

  static override styles: CSSResultGroup = [baseStyles, growthStyles];

  declare growth: Growth | null;
  declare showSummary: boolean;
  declare showTable: boolean;
  declare protected failed: boolean;
  declare protected current: number | undefined;

  private ordered: Growth = { summary: '', copies: [] };
  private all: number[] = [];
  private chart: EChartsType | undefined;
  private sizes: ResizeObserver | undefined;
  private stop: (() => void) | undefined;
  /** ECharts gives its picture a size but no box of coordinates; with one, paper can shrink it. */
  private readonly beforePrint = (): void => {
    const picture = this.plot?.querySelector('svg');
    if (this.chart && picture) {
      picture.setAttribute('viewBox', `0 0 ${this.chart.getWidth()} ${this.chart.getHeight()}`);
    }
  };

  constructor() {
    super();
    this.growth = null;
    this.showSummary = false;
    this.showTable = false;
    this.failed = false;
    this.current = undefined;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.stop = onAppearanceChange(() => {
      this.requestUpdate();
      this.draw(false);
    });
    if (typeof ResizeObserver !== 'undefined') {
      this.sizes = new ResizeObserver(() => this.resized());
      this.sizes.observe(this);
    }
    window.addEventListener('beforeprint', this.beforePrint);
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('beforeprint', this.beforePrint);
    this.stop?.();
    this.sizes?.disconnect();
    this.chart?.dispose();
    this.chart = undefined;
  }

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('growth')) {
      this.ordered = inOrder(this.growth ?? { summary: '', copies: [] });
      this.all = moments(this.ordered);
      this.current = undefined;
    }
  }

  override updated(changed: Map<string, unknown>): void {
    if (!this.chart || ['growth', 'texts', 'locale', 'timeZone'].some((name) => changed.has(name))) {
      void this.load();
    }
  }

  private get plot(): HTMLElement | null {
    return this.renderRoot.querySelector('.plot');
  }

  private async load(): Promise<void> {
    if (this.chart && this.chart.getDom() !== this.plot) {
      this.chart.dispose();
      this.chart = undefined;
    }
    if (!this.plot || this.plot.clientWidth === 0) {
      return; // nothing to draw on yet; being given a size calls again
    }
    try {
      const { init } = await import('./growth-echarts.js');
      if (this.isConnected && this.plot && !this.chart) {
        this.chart = init(this.plot, null, { renderer: 'svg' });
      }
      this.draw(!window.matchMedia('(prefers-reduced-motion: reduce)').matches);
    } catch (error) {
      console.warn('pk-growth-chart: the chart could not be loaded', error);
      this.failed = true;
    }
  }

  private resized(): void {
    if (!this.chart) {
      void this.load();
      return;
    }
    this.chart.resize();
    this.draw(false);
  }

  private draw(animate: boolean): void {
    if (!this.chart || !this.plot) {
      return;
    }
    const zone = knownTimeZone(this.timeZone);
    const maximum = this.ordered.maximum;
    this.chart.setOption(
      chartOption({
        growth: this.ordered,
        colors: tokenColors(this, CHART_TOKENS),
        font: getComputedStyle(this).fontFamily,
        locale: knownLocale(this.language),
        timeZone: zone,
        animate,
        narrow: this.plot.clientWidth < NARROW,
        limitLabel: maximum === undefined ? '' : `${this.text('maximum')} ${formatBytes(maximum, this.language)}`,
        tooltip: (place) => this.tip(this.momentAt(place, zone)),
      }),
      { notMerge: true },
    );
  }

  /** The moment whose place on the axis is nearest. */
  private momentAt(place: number, zone: string | undefined): number {
    const places = this.all.map((at) => wallClock(at, zone));
    return this.all[places.indexOf(nearest(places, place))];
  }

  /** What is known at a moment, as pairs of name and size; the first pair is the moment itself. */
  private facts(at: number): Array<[string, string]> {
    const bytes = (value: number): string => formatBytes(value, this.language);
    const { copies, expected } = knownAt(this.ordered, at);
    const facts: Array<[string, string]> = [['', formatMoment(new Date(at), this.language, this.timeZone)]];
    if (expected) {
      const [, file, low, high] = expected;
      facts.push([this.text('forecast'), bytes(file)]);
      if (high > low) {
        facts.push([this.text('band'), this.text('between', { low: bytes(low), high: bytes(high) })]);
      }
      return facts;
    }
    const single = this.ordered.copies.length === 1;
    for (const { copy, file, used } of copies) {
      facts.push([single ? this.text('file') : copy, bytes(file)]);
      if (single) {
        facts.push([this.text('used'), used === null ? this.text('not-read') : bytes(used)]);
      }
    }
    return facts;
  }

  private tip(at: number): HTMLElement {
    const tip = document.createElement('div');
    tip.className = 'tip';
    const [[, moment], ...rest] = this.facts(at);
    const head = document.createElement('p');
    head.textContent = moment;
    tip.append(head);
    for (const [name, size] of rest) {
      const row = document.createElement('div');
      const left = document.createElement('span');
      const right = document.createElement('b');
      left.textContent = name;
      right.textContent = size;
      row.append(left, right);
      tip.append(row);
    }
    return tip;
  }

  private onKey(event: KeyboardEvent): void {
    const last = this.all.length - 1;
    const from = this.current ?? seenMoments(this.ordered).length - 1;
    const by: Record<string, number> = {
      ArrowRight: from + 1,
      ArrowUp: from + 1,
      ArrowLeft: from - 1,
      ArrowDown: from - 1,
      PageUp: from + 10,
      PageDown: from - 10,
      Home: 0,
      End: last,
    };
    if (event.key === 'Escape') {
      this.chart?.dispatchAction({ type: 'hideTip' });
    } else if (by[event.key] !== undefined) {
      event.preventDefault();
      this.point(Math.min(last, Math.max(0, by[event.key])));
    }
  }

  /** Shows the tooltip of a moment. */
  private point(index: number): void {
    this.current = index;
    const place = wallClock(this.all[index], knownTimeZone(this.timeZone));
    const x = this.chart?.convertToPixel({ xAxisIndex: 0 }, place);
    if (typeof x === 'number') {
      this.chart?.dispatchAction({ type: 'showTip', x, y: (this.plot?.clientHeight ?? 0) / 2 });
    }
  }

  override render(): TemplateResult | typeof nothing {
    if (!this.growth) {
      return nothing;
    }
    const seen = seenMoments(this.ordered);
    const single = seen.length === 1 ? html`<p class="empty">${this.text('one')}</p>` : nothing;
    return html`<p class="summary ${this.showSummary ? '' : 'hidden-from-sight'}" id="summary">
        ${this.ordered.summary}
      </p>
      ${seen.length === 0
        ? html`<p class="empty">${this.text('empty')}</p>`
        : this.failed
          ? html`<p class="empty" role="alert">${this.text('failed')}</p>`
          : seen.length === 1
            ? single
            : this.plotted(seen.length)}
      ${seen.length > 0 ? this.table(seen) : nothing}`;
  }

  private plotted(seen: number): TemplateResult {
    const at = this.current ?? seen - 1;
    const words = this.facts(this.all[at])
      .map(([name, size]) => (name ? `${name} ${size}` : size))
      .join(', ');
    return html`<div
        class="plot"
        role="slider"
        tabindex="0"
        aria-label=${this.text('label')}
        aria-describedby="summary"
        aria-valuemin="1"
        aria-valuemax=${this.all.length}
        aria-valuenow=${at + 1}
        aria-valuetext=${words}
        @keydown=${this.onKey}
        @blur=${() => this.chart?.dispatchAction({ type: 'hideTip' })}
      ></div>
      ${this.legend()}`;
  }

  private legend(): TemplateResult {
    const colors: ChartColors = tokenColors(this, CHART_TOKENS);
    const { copies, forecast, maximum } = this.ordered;
    const sample = (color: string, dash: readonly number[], figure = ''): TemplateResult =>
      html`<svg viewBox="0 0 28 12" aria-hidden="true">
        <line x1="0" y1="6" x2="28" y2="6" stroke=${color} stroke-width="2" stroke-dasharray=${dash.join(' ')}></line>
        ${figure === '' ? nothing : svg`<path d=${FIGURES[figure]} fill=${color}></path>`}
      </svg>`;
    const size = (points: readonly (readonly (number | null)[])[], field: 1 | 2): TemplateResult | typeof nothing => {
      const value = points[points.length - 1]?.[field];
      return typeof value === 'number' ? html`<b>${formatBytes(value, this.language)}</b>` : nothing;
    };
    const single = copies.length === 1;
    return html`<ul class="legend">
      ${copies.map(({ name, points }, index) => {
        const look = lookOf(index, colors);
        const title = single ? this.text('file') : name;
        return html`<li>${sample(look.color, look.dash, look.symbol)}${title} ${size(points, 1)}</li>`;
      })}
      ${single && copies[0].points.some(([, , used]) => used !== null)
        ? html`<li>${sample(colors['--pk-data-2'], USED_DASH)}${this.text('used')} ${size(copies[0].points, 2)}</li>`
        : nothing}
      ${forecast?.length
        ? html`<li>${sample(colors['--pk-data-1'], FORECAST_DASH)}${this.text('forecast')} ${size(forecast, 1)}</li>`
        : nothing}
      ${maximum === undefined
        ? nothing
        : html`<li>
            ${showsMaximum(this.ordered) ? sample(colors['--pk-not-ready'], []) : nothing}${this.text('maximum')}
            <b>${formatBytes(maximum, this.language)}</b>
          </li>`}
    </ul>`;
  }

  /** Every number of the chart, the newest first. */
  private table(seen: readonly number[]): TemplateResult {
    const bytes = (value: number | null | undefined): string =>
      value === null || value === undefined ? this.text('not-read') : formatBytes(value, this.language);
    const moment = (at: number): string => formatMoment(new Date(at), this.language, this.timeZone);
    const { copies, forecast } = this.ordered;
    const columns = copies.map(({ name, points }) => ({ name, at: new Map(points.map((point) => [point[0], point])) }));
    const expected = [...(forecast ?? [])].reverse();
    return html`<div class=${this.showTable ? 'numbers' : 'hidden-from-sight'} tabindex=${this.showTable ? 0 : nothing}>
      <table>
        <caption>
          ${this.text('table')}
        </caption>
        <thead>
          <tr>
            <th scope="col">${this.text('moment')}</th>
            ${columns.map(
              ({ name }) =>
                html`<th scope="col">${this.text('copy-file', { copy: name })}</th>
                  <th scope="col">${this.text('copy-used', { copy: name })}</th>`,
            )}
            ${expected.length > 0 ? html`<th scope="col">${this.text('forecast')}</th>` : nothing}
          </tr>
        </thead>
        <tbody>
          ${expected.map(
            ([at, file]) =>
              html`<tr>
                <th scope="row">${moment(at)}</th>
                ${columns.map(() => html`<td></td><td></td>`)}
                <td>${bytes(file)}</td>
              </tr>`,
          )}
          ${[...seen].reverse().map(
            (at) =>
              html`<tr>
                <th scope="row">${moment(at)}</th>
                ${columns.map(({ at: points }) => {
                  const point = points.get(at);
                  return html`<td>${point ? bytes(point[1]) : ''}</td>
                    <td>${point ? bytes(point[2]) : ''}</td>`;
                })}
                ${expected.length > 0 ? html`<td></td>` : nothing}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }
}

/** The figures of `lookOf` in the legend's box of 28 by 12. */
const FIGURES: Readonly<Record<string, string>> = {
  circle: 'M14 2.5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7',
  rect: 'M10.8 2.8h6.4v6.4h-6.4Z',
  triangle: 'M14 2 18 9.5h-8Z',
  diamond: 'M14 1.5 18.5 6 14 10.5 9.5 6Z',
};

define('pk-growth-chart', PkGrowthChart);
