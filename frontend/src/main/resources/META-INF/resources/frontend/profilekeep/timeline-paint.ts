import { nothing, svg, type SVGTemplateResult } from 'lit';
import { formatNumber, formatTick } from './format.js';
import { timeTicks } from './growth-model.js';
import { xOf, type Mark, type Stretch } from './timeline-model.js';

/** Where a mark comes from: a backup, or what the file server keeps by itself. */
export type MomentKind = 'backup' | 'server';

/**
 * A moment one can go back to.
 *
 * @param at milliseconds since 1970
 * @param label the moment in words
 * @param note what else there is to say, in words; may be empty
 */
export interface Moment {
  readonly id: string;
  readonly at: number;
  readonly kind: MomentKind;
  readonly label: string;
  readonly note: string;
  readonly second: boolean;
  readonly pinned: boolean;
}

export const HEIGHT = 96;
const MIDDLE = 40;
const AXIS = 66;
export const STRIP = 18;
/** Between the labels of an axis, in pixels. */
const LABEL = 76;

/** Half a day, in milliseconds. */
const HALF_DAY = 43_200_000;

/** A flag over a mark, on a stem of so many pixels. */
function flag(x: number, foot: number, stem: number): SVGTemplateResult {
  return svg`<path class="pin" d="M${x} ${foot}v-${stem}h7l-2 2.5l2 2.5h-7"></path>`;
}

/** What stands for a moment, around a middle: shape tells the kind, a ring the second place, a flag that it stays. */
export function shape(
  moment: Pick<Moment, 'kind' | 'second' | 'pinned'>,
  x: number,
  y: number,
  stem = 14,
): SVGTemplateResult {
  const figure =
    moment.kind === 'server'
      ? svg`<path class="server" d="M${x} ${y - 6.5}l6.5 6.5l-6.5 6.5l-6.5 -6.5z"></path>`
      : svg`<circle class="backup" cx=${x} cy=${y} r="5.5"></circle>`;
  return svg`${moment.second ? svg`<circle class="ring" cx=${x} cy=${y} r="8"></circle>` : nothing}${figure}${
    moment.pinned ? flag(x, y - 8, stem) : nothing
  }`;
}

/** Ticks and their words, under the line. */
export function axis(stretch: Stretch, width: number, locale: string): SVGTemplateResult {
  const span = stretch.to - stretch.from;
  const fit = Math.max(2, Math.floor(width / LABEL));
  // over more than a day and a half days say more than hours
  const most = span > 3 * HALF_DAY ? Math.min(fit, Math.max(2, Math.floor(span / HALF_DAY))) : fit;
  const { ticks, detail } = timeTicks(stretch.from, stretch.to, most);
  return svg`<path class="line" d="M0 ${AXIS}.5H${width}"></path>${ticks.map((place) => {
    const x = Math.round(xOf(place, stretch, width)) + 0.5;
    const words = formatTick(place, detail, locale);
    // a word at the edge turns inwards, so that nothing of it is cut
    const half = words.length * 3.4;
    const anchor = x < half ? 'start' : x > width - half ? 'end' : 'middle';
    return svg`<path class="tick" d="M${x} 0V${AXIS + 5}"></path>
      <text x=${anchor === 'start' ? Math.max(4, x) : anchor === 'end' ? Math.min(width - 4, x) : x} y=${AXIS + 21} text-anchor=${anchor}>${words}</text>`;
  })}`;
}

export interface Shown {
  readonly moments: readonly Moment[];
  readonly current: number | undefined;
  readonly chosen: number;
  readonly locale: string;
}

/** A mark: its moment's own shape, or how many lie there. */
export function drawn(mark: Mark, { moments, current, chosen, locale }: Shown): SVGTemplateResult {
  const holds = (index: number | undefined): boolean =>
    index !== undefined && index >= mark.first && index <= mark.last;
  const x = Math.round(mark.x * 2) / 2;
  const count = mark.last - mark.first + 1;
  const many = count > 1;
  const number = formatNumber(count, locale);
  const wide = 12 + number.length * 8;
  const pinned = many && moments.slice(mark.first, mark.last + 1).some((moment) => moment.pinned);
  const halo = many
    ? svg`<rect class="halo" x=${x - wide / 2 - 5} y=${MIDDLE - 16} width=${wide + 10} height="32" rx="16"></rect>`
    : svg`<circle class="halo" cx=${x} cy=${MIDDLE} r="13.5"></circle>`;
  return svg`<g class="mark ${holds(chosen) ? 'chosen' : holds(current) ? 'current' : ''}">
    <path class="stem" d="M${x} ${MIDDLE + (many ? 11 : 9)}V${AXIS}"></path>
    ${halo}
    ${
      many
        ? svg`<rect class="many" x=${x - wide / 2} y=${MIDDLE - 11} width=${wide} height="22" rx="11"></rect>
            <text x=${x} y=${MIDDLE + 4} text-anchor="middle">${number}</text>
            ${pinned ? flag(x, MIDDLE - 11, 12) : nothing}`
        : shape(moments[mark.first], x, MIDDLE)
    }
  </g>`;
}

/** A stretch of time in which no backup could be made, hatched. */
export function gap(from: number, to: number, stretch: Stretch, width: number): SVGTemplateResult | typeof nothing {
  const left = Math.max(0, xOf(from, stretch, width));
  const right = Math.min(width, xOf(to, stretch, width));
  if (right - left < 1) {
    return nothing;
  }
  const lines = Array.from({ length: Math.ceil((right - left) / 7) }, (_, index) => left + index * 7);
  return svg`<rect class="gap" x=${left} y=${AXIS - 9} width=${right - left} height="9"></rect>
    ${lines.map((x) => svg`<path class="gap-lines" d="M${x} ${AXIS}l${Math.min(5, right - x)} -9"></path>`)}`;
}

/** The swatch of the legend for a gap. */
export function gapSwatch(): SVGTemplateResult {
  return svg`<rect class="gap" x="0" y="5" width="18" height="9"></rect>
    ${[0, 6, 12].map((x) => svg`<path class="gap-lines" d="M${x} 14l5 -9"></path>`)}`;
}

/** All moments in a strip, and which part of it is shown above. */
export function strip(places: readonly number[], whole: Stretch, seen: Stretch, width: number): SVGTemplateResult {
  const columns = [...new Set(places.map((place) => Math.round(xOf(place, whole, width - 2))))];
  const from = xOf(seen.from, whole, width);
  return svg`<rect class="ground" x="0" y="0" width=${width} height=${STRIP} rx="3"></rect>
    <rect class="seen" x=${from + 0.5} y="0.5" width=${Math.max(6, xOf(seen.to, whole, width) - from - 1)} height=${STRIP - 1} rx="3"></rect>
    ${columns.map((x) => svg`<rect class="dot" x=${x} y="5" width="2" height=${STRIP - 10}></rect>`)}`;
}
