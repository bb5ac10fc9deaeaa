import { html, nothing, type CSSResultGroup, type PropertyDeclarations, type TemplateResult } from 'lit';
import { baseStyles, define, PkElement } from './base.js';
import { knownTimeZone } from './format.js';
import { wallClock } from './growth-model.js';
import {
  closer,
  firstSpan,
  markAt,
  marks,
  showing,
  SPANS,
  spansOf,
  step,
  stretchOf,
  wholeOf,
  xOf,
  type Mark,
  type Span,
  type Stretch,
} from './timeline-model.js';
import { axis, drawn, gap, gapSwatch, HEIGHT, shape, strip, STRIP, type Moment } from './timeline-paint.js';
import { timelineStyles } from './timeline.styles.js';

/** A time in which there was no backup, up to now. `label` says why, in words. */
export interface Gap {
  readonly from: number;
  readonly label: string;
}

/** Closer than that, marks are one; fingers need more. */
const APART = 24;
const REACH = 22;
/** Left free at both ends, so that no mark is cut. */
const EDGE = 18;

/**
 * The moments one can go back to, along a line of time. For screen readers it is a slider whose value is read as words;
 * arrow keys go from moment to moment, Enter chooses. Fires `pk-moment` with the `id` of what was chosen.
 *
 * @attr label - its name, already translated
 */
export class PkTimeline extends PkElement {
  static override properties: PropertyDeclarations = {
    moments: { attribute: false },
    gap: { attribute: false },
    now: { type: Number },
    label: { type: String },
    selected: { type: String },
    current: { state: true },
    stretch: { state: true },
    span: { state: true },
    width: { state: true },
  };

  static override styles: CSSResultGroup = [baseStyles, timelineStyles];

  declare moments: readonly Moment[];
  declare gap: Gap | null;
  declare now: number;
  declare label: string;
  declare selected: string;
  declare protected current: number | undefined;
  declare protected stretch: Stretch | undefined;
  declare protected span: Span | undefined;
  declare protected width: number;

  private ordered: readonly Moment[] = [];
  private places: readonly number[] = [];
  private whole: Stretch = { from: 0, to: 1 };
  private shown: Mark[] = [];
  private sizes: ResizeObserver | undefined;

  constructor() {
    super();
    this.moments = [];
    this.gap = null;
    this.now = Date.now();
    this.label = '';
    this.selected = '';
    this.current = undefined;
    this.stretch = undefined;
    this.span = undefined;
    this.width = 0;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (typeof ResizeObserver !== 'undefined') {
      this.sizes = new ResizeObserver(() => (this.width = this.clientWidth));
      this.sizes.observe(this);
    }
    this.width = this.clientWidth;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.sizes?.disconnect();
  }

  /** The pixels between the edges. */
  private get room(): number {
    return Math.max(120, (this.width || 640) - 2 * EDGE - 2);
  }

  private get chosen(): number {
    return this.ordered.findIndex(({ id }) => id === this.selected);
  }

  private place(at: number): number {
    return wallClock(at, knownTimeZone(this.timeZone));
  }

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('moments') || changed.has('timeZone') || changed.has('now')) {
      this.ordered = [...this.moments].sort((one, other) => one.at - other.at);
      this.places = this.ordered.map(({ at }) => this.place(at));
      this.whole = wholeOf(this.places, this.place(this.now));
      this.current = undefined;
      this.stretch = undefined;
    }
    if (changed.has('width') && changed.get('width') === 0) {
      this.stretch = undefined;
    }
    if (!this.stretch) {
      this.span = firstSpan(this.places, this.whole, this.room, APART);
      this.stretch = stretchOf(SPANS[this.span], this.whole.to, this.whole);
      this.reveal(this.chosen);
    } else if (changed.has('selected')) {
      this.reveal(this.chosen);
    }
    this.shown = marks(this.places, this.stretch, this.room, APART);
  }

  private reveal(index: number): void {
    if (index >= 0 && this.stretch) {
      this.stretch = showing(this.places[index], this.stretch, this.whole);
    }
  }

  private show(span: Span): void {
    this.span = span;
    const at = this.current ?? this.chosen;
    const end = at >= 0 && at < this.places.length ? this.places[at] + SPANS[span] / 2 : this.whole.to;
    this.stretch = stretchOf(SPANS[span], span === 'all' ? this.whole.to : end, this.whole);
  }

  private move(way: -1 | 1): void {
    if (this.stretch) {
      const span = this.stretch.to - this.stretch.from;
      this.stretch = stretchOf(span, this.stretch.to + way * span * 0.8, this.whole);
    }
  }

  private under(event: PointerEvent | MouseEvent): Mark | undefined {
    const box = (event.currentTarget as Element).getBoundingClientRect();
    return markAt(event.clientX - box.left - EDGE, this.shown, REACH);
  }

  private onMove(event: PointerEvent): void {
    this.current = this.under(event)?.last;
  }

  private onClick(event: MouseEvent): void {
    const mark = this.under(event);
    if (!mark) {
      return;
    }
    const nearer = mark.last > mark.first ? closer(mark, this.places, this.whole) : undefined;
    if (nearer) {
      this.span = undefined;
      this.stretch = nearer;
      this.current = mark.last;
    } else {
      this.choose(mark.last);
    }
  }

  private onKey(event: KeyboardEvent): void {
    const at = this.at;
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      this.choose(at);
      return;
    }
    // the first arrow begins where one is: at what is chosen, or at the newest
    const to = step(event.key, at, this.ordered.length);
    if (to !== undefined) {
      event.preventDefault();
      this.current = to;
      this.reveal(to);
    }
  }

  /** The moment that keys start from and words are about. */
  private get at(): number {
    return this.current ?? (this.chosen >= 0 ? this.chosen : this.ordered.length - 1);
  }

  private choose(index: number): void {
    const moment = this.ordered[index];
    this.current = index;
    if (moment && moment.id !== this.selected) {
      this.selected = moment.id;
      this.dispatchEvent(
        new CustomEvent('pk-moment', { detail: { id: moment.id }, bubbles: true, composed: true }),
      );
    }
  }

  private onStrip(event: PointerEvent): void {
    if ((event.type === 'pointermove' && event.buttons === 0) || !this.stretch) {
      return;
    }
    const box = (event.currentTarget as Element).getBoundingClientRect();
    const span = this.stretch.to - this.stretch.from;
    const place = this.whole.from + ((event.clientX - box.left) / box.width) * (this.whole.to - this.whole.from);
    this.stretch = stretchOf(span, place + span / 2, this.whole);
  }

  /** All that is told of a moment beside when it was. */
  private about(moment: Moment): string[] {
    const kind = moment.second && moment.note === '' ? 'second' : moment.kind;
    return [this.text(kind), moment.note, moment.pinned ? this.text('pinned') : ''].filter((part) => part !== '');
  }

  override render(): TemplateResult | typeof nothing {
    if (this.ordered.length === 0 || !this.stretch) {
      return nothing;
    }
    const all = this.stretch.from === this.whole.from && this.stretch.to === this.whole.to;
    const words = this.ordered[this.at];
    return html`${spansOf(this.whole).length > 1 || !all ? this.bar(all) : nothing}
      <div
        class="surface"
        role="slider"
        tabindex="0"
        aria-label=${this.label || this.text('label')}
        aria-describedby="keys"
        aria-valuemin="1"
        aria-valuemax=${this.ordered.length}
        aria-valuenow=${this.at + 1}
        aria-valuetext=${[
          words.label,
          ...this.about(words),
          ...(this.at === this.chosen ? [this.text('chosen')] : []),
        ].join(', ')}
        @pointermove=${this.onMove}
        @pointerleave=${() => (this.current = undefined)}
        @click=${this.onClick}
        @keydown=${this.onKey}
        @blur=${() => (this.current = undefined)}
      >
        ${this.picture(this.stretch)}
      </div>
      ${all ? nothing : this.overview(this.stretch)} ${this.told()} ${this.legend()}
      <span class="hidden-from-sight" id="keys">${this.text('keys')}</span>`;
  }

  private bar(all: boolean): TemplateResult {
    const stretch = this.stretch as Stretch;
    return html`<div class="bar ${this.width < 420 ? 'tight' : ''}">
      <div class="spans" role="group" aria-label=${this.text('spans')}>
        ${spansOf(this.whole).map(
          (span) =>
            html`<button type="button" aria-pressed=${String(this.span === span)} @click=${() => this.show(span)}>
              ${this.text(`span.${span}`)}
            </button>`,
        )}
      </div>
      ${all
        ? nothing
        : html`<div class="moves">
            <button type="button" ?disabled=${stretch.from <= this.whole.from} @click=${() => this.move(-1)}>
              <span aria-hidden="true">‹</span> <span class="word">${this.text('earlier')}</span>
            </button>
            <button type="button" ?disabled=${stretch.to >= this.whole.to} @click=${() => this.move(1)}>
              <span class="word">${this.text('later')}</span> <span aria-hidden="true">›</span>
            </button>
          </div>`}
    </div>`;
  }

  private picture(stretch: Stretch): TemplateResult {
    const shown = { moments: this.ordered, current: this.current, chosen: this.chosen, locale: this.language };
    // what is chosen is drawn last, so that nothing lies over it
    const order = [...this.shown].sort((one, other) => this.weight(one) - this.weight(other));
    const wide = this.room + 2 * EDGE;
    const spread = (EDGE / this.room) * (stretch.to - stretch.from);
    const edges = { from: stretch.from - spread, to: stretch.to + spread };
    return html`<svg width=${wide} height=${HEIGHT} aria-hidden="true">
      ${this.gap ? gap(this.place(this.gap.from), this.place(this.now), edges, wide) : nothing}
      ${axis(edges, wide, this.language)}
      ${order.map((mark) => drawn({ ...mark, x: mark.x + EDGE }, shown))}
    </svg>`;
  }

  private weight(mark: Mark): number {
    const holds = (index: number | undefined): boolean =>
      index !== undefined && index >= mark.first && index <= mark.last;
    return holds(this.chosen) ? 2 : holds(this.current) ? 1 : 0;
  }

  private overview(stretch: Stretch): TemplateResult {
    const wide = this.room + 2 * EDGE;
    return html`<svg
      class="strip"
      width=${wide}
      height=${STRIP}
      aria-hidden="true"
      @pointerdown=${this.onStrip}
      @pointermove=${this.onStrip}
    >
      ${strip(this.places, this.whole, stretch, wide)}
    </svg>`;
  }

  /** The moment the pointer or the keys are at, in words; of marks that lie close, how many there are. */
  private told(): TemplateResult {
    if (this.current === undefined && this.chosen < 0) {
      return html`<p class="told">${this.text('hint')}</p>`;
    }
    const moment = this.ordered[this.at];
    const mark = this.shown.find(({ first, last }) => this.at >= first && this.at <= last);
    const close = mark ? mark.last - mark.first + 1 : 1;
    const about = [...this.about(moment), ...(close > 1 ? [this.textFor('close', close)] : [])];
    return html`<p class="told">
      <b>${moment.label}</b> · ${about.join(' · ')}
      ${this.at === this.chosen ? html`· <span class="is-chosen">${this.text('chosen')}</span>` : nothing}
    </p>`;
  }

  /** Nothing where there are only backups at one place: the line beneath says so of each. */
  private legend(): TemplateResult | typeof nothing {
    const has = (test: (moment: Moment) => boolean): boolean => this.ordered.some(test);
    const plain = { second: false, pinned: false };
    const rows = [
      { key: 'backup', show: has(({ kind, second }) => kind === 'backup' && !second), look: { ...plain, kind: 'backup' as const } },
      { key: 'second', show: has(({ second }) => second), look: { ...plain, kind: 'backup' as const, second: true } },
      { key: 'server', show: has(({ kind }) => kind === 'server'), look: { ...plain, kind: 'server' as const } },
      { key: 'pinned', show: has(({ pinned }) => pinned), look: { ...plain, kind: 'backup' as const, pinned: true } },
    ].filter(({ show }) => show);
    if (rows.length === 1 && rows[0].key === 'backup' && !this.gap) {
      return nothing;
    }
    return html`<ul class="legend">
      ${rows.map(
        ({ key, look }) =>
          html`<li>
            <svg width="18" height="18" aria-hidden="true">${shape(look, 9, look.pinned ? 13 : 9, 7)}</svg
            >${this.text(key)}
          </li>`,
      )}
      ${this.gap
        ? html`<li><svg width="18" height="18" aria-hidden="true">${gapSwatch()}</svg>${this.gap.label}</li>`
        : nothing}
    </ul>`;
  }

  /** Where a moment lies on the surface, in pixels from its left; for whoever drives it. */
  positionOf(id: string): number | undefined {
    const index = this.ordered.findIndex((moment) => moment.id === id);
    return index < 0 || !this.stretch ? undefined : EDGE + xOf(this.places[index], this.stretch, this.room);
  }
}

define('pk-timeline', PkTimeline);
