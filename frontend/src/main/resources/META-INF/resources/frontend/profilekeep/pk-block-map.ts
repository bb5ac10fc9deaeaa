import { html, nothing, type CSSResultGroup, type PropertyDeclarations, type TemplateResult } from 'lit';
import { onAppearanceChange } from './appearance.js';
import { baseStyles, define, PkElement } from './base.js';
import { blockMapStyles } from './block-map.styles.js';
import {
  cellAt,
  decodeStates,
  gather,
  KINDS,
  layoutFor,
  step,
  totals,
  type Cell,
  type Kind,
  type Layout,
  type Total,
} from './block-map-model.js';
import { BLOCK_TOKENS, paintCell, paintMap, shades } from './block-map-paint.js';
import { tokenColors } from './colors.js';
import { formatBytes, formatNumber, formatShare } from './format.js';

/** `states`: base64 of one byte per block, see `dev.profilekeep.ui.BlockMap`. */
export interface Blocks {
  readonly states: string;
  readonly blockBytes: number;
  readonly diskBytes: number;
}

const SWATCH = 14;

/**
 * A picture of the blocks of a virtual disk. For screen readers it is a slider whose value is read as words (blocks,
 * place, state), beside a summary and a legend in plain text.
 *
 * @cssproperty --pk-block-map-height - greatest height of the map, 17.5rem
 */
export class PkBlockMap extends PkElement {
  static override properties: PropertyDeclarations = {
    blocks: { attribute: false },
    label: { type: String },
    current: { state: true },
    width: { state: true },
  };

  static override styles: CSSResultGroup = [baseStyles, blockMapStyles];

  declare blocks: Blocks | null;
  declare label: string;
  declare protected current: number | undefined;
  declare protected width: number;

  private states: Uint8Array = new Uint8Array();
  private readable = true;
  private sums: Record<Kind, Total> | undefined;
  private layout: Layout = layoutFor(0, 1, 1);
  private cells: Cell[] = [];
  private shown = 0;
  private sizes: ResizeObserver | undefined;
  private stop: (() => void) | undefined;

  constructor() {
    super();
    this.blocks = null;
    this.label = '';
    this.current = undefined;
    this.width = 0;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.stop = onAppearanceChange(() => this.paint());
    if (typeof ResizeObserver !== 'undefined') {
      this.sizes = new ResizeObserver(() => (this.width = this.clientWidth));
      this.sizes.observe(this);
    }
    this.width = this.clientWidth;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stop?.();
    this.sizes?.disconnect();
  }

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('blocks')) {
      this.current = undefined;
      this.shown = 0;
      this.read();
    }
    if (changed.has('blocks') || changed.has('width')) {
      const height = parseFloat(getComputedStyle(this).getPropertyValue('--pk-block-map-height')) * 16 || 280;
      this.layout = layoutFor(this.states.length, this.width || 640, height);
      this.cells = gather(this.states, this.layout.perCell);
      this.current = undefined;
    }
  }

  private read(): void {
    this.states = new Uint8Array();
    this.readable = true;
    this.sums = undefined;
    if (this.blocks) {
      try {
        this.states = decodeStates(this.blocks.states);
        this.sums = totals(this.states, this.blocks.blockBytes, this.blocks.diskBytes);
      } catch (error) {
        this.readable = false;
        console.warn('pk-block-map: the states are not base64', error);
      }
    }
  }

  override updated(): void {
    this.paint();
  }

  private paint(): void {
    const colors = tokenColors(this, BLOCK_TOKENS);
    const steps = shades(colors['--pk-block-low'], colors['--pk-block-high']);
    for (const swatch of this.renderRoot.querySelectorAll<HTMLCanvasElement>('canvas[data-kind]')) {
      const ctx = this.scaled(swatch, SWATCH, SWATCH);
      if (ctx) {
        const kind = swatch.dataset.kind as Kind;
        paintCell(ctx, { kind, inUse: 0.85, counts: noCounts }, 0, 0, SWATCH, colors, steps);
      }
    }
    const map = this.renderRoot.querySelector<HTMLCanvasElement>('.surface canvas');
    const ctx = map && this.scaled(map, this.layout.columns * this.layout.pitch, this.layout.rows * this.layout.pitch);
    if (ctx) {
      paintMap(ctx, { cells: this.cells, layout: this.layout, colors, current: this.current });
    }
  }

  /** The canvas' context at the size asked for in CSS pixels, sharp on any screen. */
  private scaled(canvas: HTMLCanvasElement, width: number, height: number): CanvasRenderingContext2D | null {
    const ratio = window.devicePixelRatio || 1;
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
    const ctx = canvas.getContext('2d');
    ctx?.scale(ratio, ratio);
    return ctx;
  }

  private onMove(event: PointerEvent): void {
    const box = (event.currentTarget as Element).getBoundingClientRect();
    this.show(cellAt(event.clientX - box.left, event.clientY - box.top, this.layout, this.cells.length));
  }

  private onKey(event: KeyboardEvent): void {
    if (event.key === 'Escape' && this.current !== undefined) {
      event.stopPropagation();
      this.show(undefined);
      return;
    }
    const to = step(event.key, this.shown, this.layout, this.cells.length);
    if (to !== undefined) {
      event.preventDefault();
      this.show(to);
    }
  }

  private show(cell: number | undefined): void {
    this.current = cell;
    this.shown = cell ?? this.shown;
  }

  /** The words for a cell, a line each: which blocks, where on the disk, what they are. */
  private words(cell: Cell): string[] {
    const { blockBytes, diskBytes } = this.blocks as Blocks;
    const number = (value: number): string => formatNumber(value, this.language);
    const bytes = (value: number): string => formatBytes(value, this.language, 2);
    const many = cell.last > cell.first;
    const blocks = many
      ? this.text('range', { first: number(cell.first), last: number(cell.last) })
      : this.text('block', { first: number(cell.first) });
    const place = this.text('at', {
      start: bytes(cell.first * blockBytes),
      end: bytes(Math.min(diskBytes, (cell.last + 1) * blockBytes)),
    });
    const kinds = KINDS.filter((kind) => cell.counts[kind] > 0).map((kind) => {
      const name = this.text(kind);
      return many ? this.text('mixed', { state: name, count: number(cell.counts[kind]) }) : name;
    });
    const measured = cell.counts.stored > 0;
    const use = measured ? [this.text('percent', { percent: formatShare(cell.inUse, this.language) })] : [];
    return [blocks, place, [...kinds, ...use].join(', ')];
  }

  override render(): TemplateResult | typeof nothing {
    if (!this.blocks) {
      return nothing;
    }
    if (!this.readable || !this.sums) {
      return html`<p class="summary" role="alert">${this.text('unreadable')}</p>`;
    }
    const name = this.label || this.text('label');
    return html`<p class="label" id="label">${name}</p>
      <p class="summary" id="summary">${this.summary(this.sums)}</p>
      ${this.cells.length > 0 ? this.map() : nothing} ${this.legend(this.sums)}
      <p class="note" id="note">${this.cellNote()} <span class="hidden-from-sight">${this.text('keys')}</span></p>`;
  }

  private map(): TemplateResult {
    const told = this.words(this.cells[Math.min(this.shown, this.cells.length - 1)]);
    return html`<div class="map">
      <div
        class="surface"
        style="inline-size: ${this.layout.columns * this.layout.pitch}px"
        role="slider"
        tabindex="0"
        aria-labelledby="label"
        aria-describedby="summary note"
        aria-valuemin="1"
        aria-valuemax=${this.cells.length}
        aria-valuenow=${this.shown + 1}
        aria-valuetext=${told.join(', ')}
        @pointermove=${this.onMove}
        @pointerdown=${this.onMove}
        @pointerleave=${() => this.show(undefined)}
        @keydown=${this.onKey}
        @focus=${(event: Event) => {
          if ((event.target as Element).matches(':focus-visible')) {
            this.show(this.shown);
          }
        }}
        @blur=${() => this.show(undefined)}
      >
        <canvas aria-hidden="true"></canvas>
      </div>
      ${this.current === undefined ? nothing : this.tip(this.cells[this.current], this.current)}
    </div>`;
  }

  /** Below the cell in the upper half, above it in the lower; on the side that has room. */
  private tip(cell: Cell, index: number): TemplateResult {
    const { columns, rows, pitch } = this.layout;
    const column = index % columns;
    const row = Math.floor(index / columns);
    const across =
      column < columns / 2
        ? `left: ${column * pitch}px`
        : `right: ${Math.max(0, this.width - (column + 1) * pitch)}px`;
    const down =
      row < rows / 2 || rows * pitch < 90
        ? `top: ${(row + 1) * pitch + 6}px`
        : `bottom: ${(rows - row) * pitch + 6}px`;
    const [blocks, place, state] = this.words(cell);
    return html`<div class="tip" aria-hidden="true" style="${across}; ${down}">
      <strong>${blocks}</strong><span>${state}</span><span>${place}</span>
    </div>`;
  }

  private summary(sums: Record<Kind, Total>): string {
    const kept = [sums.stored, sums.stale, sums.unknown];
    const key = sums.stale.blocks === 0 ? 'summary-full' : sums.stale.blocks === 1 ? 'summary-one' : 'summary';
    return this.text(key, {
      stored: formatNumber(
        kept.reduce((sum, { blocks }) => sum + blocks, 0),
        this.language,
      ),
      total: formatNumber(this.states.length, this.language),
      bytes: formatBytes(
        kept.reduce((sum, { bytes }) => sum + bytes, 0),
        this.language,
      ),
      stale: formatNumber(sums.stale.blocks, this.language),
      staleBytes: formatBytes(sums.stale.bytes, this.language),
    });
  }

  private cellNote(): string {
    const { perCell } = this.layout;
    const bytes = formatBytes(perCell * (this.blocks as Blocks).blockBytes, this.language);
    return this.textFor('cell', perCell).replace('{bytes}', bytes);
  }

  private legend(sums: Record<Kind, Total>): TemplateResult {
    return html`<ul class="legend">
      ${KINDS.filter((kind) => sums[kind].blocks > 0).map(
        (kind) =>
          html`<li>
            <canvas data-kind=${kind} aria-hidden="true"></canvas>
            <span class="name"
              >${this.text(kind)}${kind === 'stored'
                ? html` <span class="scale" aria-hidden="true"
                    >${this.text('less')}<i></i>${this.text('more')}</span
                  >`
                : nothing}</span
            >
            <span class="amount"
              >${this.textFor('count', sums[kind].blocks)} · ${formatBytes(sums[kind].bytes, this.language)} ·
              ${formatShare(sums[kind].blocks / this.states.length, this.language)}</span
            >
          </li>`,
      )}
    </ul>`;
  }
}

const noCounts: Readonly<Record<Kind, number>> = { stored: 0, stale: 0, unknown: 0, inherited: 0, zero: 0, absent: 0 };

define('pk-block-map', PkBlockMap);
