import { css, html, nothing, type CSSResultGroup, type PropertyDeclarations, type TemplateResult } from 'lit';
import { baseStyles, define, PkElement } from './base.js';
import { formatBytes, formatShare } from './format.js';

/** The room of one container, in bytes; `reclaimable` is part of `freeInside`. */
export interface Capacity {
  readonly used: number;
  readonly freeInside: number;
  readonly reclaimable: number;
  readonly maximum: number;
}

export type PartKind = 'used' | 'reclaimable' | 'free';

export interface Part {
  readonly kind: PartKind;
  readonly bytes: number;
  /** Of the whole bar, 0 to 1. */
  readonly share: number;
}

/**
 * The parts of the bar from left to right. The bar is as long as the maximum, or as what there is if that is more;
 * reclaimable beyond what is free counts as free only.
 */
export function capacityParts(capacity: Capacity): Part[] {
  const reclaimable = Math.min(capacity.reclaimable, capacity.freeInside);
  const parts: ReadonlyArray<readonly [PartKind, number]> = [
    ['used', capacity.used],
    ['reclaimable', reclaimable],
    ['free', capacity.freeInside - reclaimable],
  ];
  const whole = Math.max(capacity.maximum, capacity.used + capacity.freeInside);
  return parts
    .filter(([, bytes]) => bytes > 0)
    .map(([kind, bytes]) => ({ kind, bytes, share: whole > 0 ? bytes / whole : 0 }));
}

function bytesOf(parts: readonly Part[], kind: PartKind): number {
  return parts.find((part) => part.kind === kind)?.bytes ?? 0;
}

/** Where the maximum lies on the bar, 0 to 1; below 1 only if there is more than it allows. */
export function maximumAt(capacity: Capacity): number {
  const whole = Math.max(capacity.maximum, capacity.used + capacity.freeInside);
  return whole > 0 ? capacity.maximum / whole : 1;
}

/**
 * How full a container is.
 *
 * @attr no-legend - the bar alone; screen readers get the sentence all the same
 */
export class PkCapacityBar extends PkElement {
  static override properties: PropertyDeclarations = {
    capacity: { attribute: false },
    noLegend: { type: Boolean, attribute: 'no-legend', reflect: true },
  };

  static override styles: CSSResultGroup = [
    baseStyles,
    css`
      :host {
        display: block;
        min-inline-size: 4rem;
        font-size: var(--pk-text-s);
      }
      :host(:not([no-legend])) {
        container-type: inline-size;
      }
      .bar {
        position: relative;
        display: flex;
        gap: 2px;
        block-size: var(--pk-capacity-height, 0.875rem);
        border-radius: var(--pk-radius-s);
        background: var(--pk-sunken);
        box-shadow: inset 0 0 0 1px var(--pk-line);
        overflow: hidden;
        forced-color-adjust: none;
        print-color-adjust: exact;
      }
      :host([no-legend]) .bar {
        block-size: var(--pk-capacity-height, 0.5rem);
      }
      .part {
        min-inline-size: 3px;
      }
      .used {
        background: var(--pk-data-used);
      }
      .reclaimable {
        background: repeating-linear-gradient(
          -45deg,
          var(--pk-data-stale) 0 3px,
          var(--pk-data-stale-gap) 3px 6px
        );
      }
      .free {
        background: var(--pk-data-free);
        box-shadow: inset 0 0 0 1px var(--pk-data-free-line);
      }
      .limit {
        position: absolute;
        inset-block: 0;
        inline-size: 2px;
        background: var(--pk-ink);
        box-shadow: 0 0 0 2px var(--pk-surface);
      }
      ul {
        display: flex;
        flex-wrap: wrap;
        gap: var(--pk-space-1) var(--pk-space-5);
        margin: var(--pk-space-2) 0 0;
        padding: 0;
        list-style: none;
        color: var(--pk-ink-2);
      }
      li {
        display: inline-flex;
        align-items: center;
        gap: var(--pk-space-2);
      }
      @container (min-width: 22rem) {
        li:last-child {
          margin-inline-start: auto;
        }
      }
      b {
        color: var(--pk-ink);
        font-weight: 600;
      }
      .swatch {
        inline-size: 0.875rem;
        block-size: 0.875rem;
        border-radius: 2px;
        forced-color-adjust: none;
        print-color-adjust: exact;
      }
      .over {
        color: var(--pk-not-ready);
      }
    `,
  ];

  declare capacity: Capacity | null;
  declare noLegend: boolean;

  constructor() {
    super();
    this.capacity = null;
    this.noLegend = false;
  }

  private sentence(capacity: Capacity): string {
    const bytes = (value: number): string => formatBytes(value, this.language);
    const key =
      capacity.maximum <= 0 ? 'sentence-no-maximum' : capacity.reclaimable > 0 ? 'sentence' : 'sentence-clean';
    return this.text(key, {
      used: bytes(capacity.used),
      free: bytes(capacity.freeInside),
      reclaimable: bytes(Math.min(capacity.reclaimable, capacity.freeInside)),
      maximum: bytes(capacity.maximum),
      percent: formatShare(capacity.maximum > 0 ? capacity.used / capacity.maximum : 0, this.language),
    });
  }

  override render(): TemplateResult | typeof nothing {
    const capacity = this.capacity;
    if (!capacity) {
      return nothing;
    }
    const parts = capacityParts(capacity);
    const limit = maximumAt(capacity);
    const sentence = this.sentence(capacity);
    return html`<div class="bar" role="img" aria-label=${sentence} title=${this.noLegend ? sentence : ''}>
        ${parts.map(({ kind, share }) => html`<div class="part ${kind}" style="flex: 0 1 ${share * 100}%"></div>`)}
        ${limit < 1 ? html`<div class="limit" style="inset-inline-start: ${limit * 100}%"></div>` : nothing}
      </div>
      ${this.noLegend ? nothing : this.legend(capacity, parts, limit < 1)}`;
  }

  /** As the sentence says it: what is free is told as a whole, then what of it can be won back. */
  private legend(capacity: Capacity, parts: readonly Part[], over: boolean): TemplateResult {
    const told = (['used', 'free', 'reclaimable'] as const)
      .map((kind) => ({ kind, bytes: kind === 'free' ? capacity.freeInside : bytesOf(parts, kind) }))
      .filter(({ bytes }) => bytes > 0);
    return html`<ul>
      ${told.map(
        ({ kind, bytes }) =>
          html`<li>
            <span class="swatch ${kind}" aria-hidden="true"></span>${this.text(kind)}
            <b>${formatBytes(bytes, this.language)}</b>
          </li>`,
      )}
      ${capacity.maximum > 0
        ? html`<li class=${over ? 'over' : ''}>
            ${this.text(over ? 'over' : 'maximum')} <b>${formatBytes(capacity.maximum, this.language)}</b>
          </li>`
        : nothing}
    </ul>`;
  }
}

define('pk-capacity-bar', PkCapacityBar);
