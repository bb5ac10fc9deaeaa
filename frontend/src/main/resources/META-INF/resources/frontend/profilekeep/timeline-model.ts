/** Moments on a line of time as numbers: what is shown of them, which lie too close to be told apart. Pure. */

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** What can be shown at once, shortest first; `all` is whatever there is. */
export const SPANS = { week: 7 * DAY, month: 31 * DAY, quarter: 92 * DAY, year: 366 * DAY, all: Infinity } as const;
export type Span = keyof typeof SPANS;

/** Places on the axis, in milliseconds; `to` is larger than `from`. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Marks so close that they are drawn as one: the moments from index `first` to `last`, in the middle at `x`. */
export interface Mark {
  readonly x: number;
  readonly first: number;
  readonly last: number;
}

/** Less than that is not worth a line. */
const SHORTEST = 6 * HOUR;
/** Nobody needs to look closer. */
const CLOSEST = HOUR / 2;

/** From the first moment to now, whichever comes last. @param places in order */
export function wholeOf(places: readonly number[], now: number): Stretch {
  const to = Math.max(now, places[places.length - 1] ?? now);
  return { from: Math.min(places[0] ?? to, to - SHORTEST), to };
}

const length = ({ from, to }: Stretch): number => to - from;

/** The spans that show less than everything, and `all`; only `all` where it is short. */
export function spansOf(whole: Stretch): Span[] {
  return (Object.keys(SPANS) as Span[]).filter((span) => span === 'all' || SPANS[span] < 0.8 * length(whole));
}

/** A span with `end` at its right, kept within the whole. */
export function stretchOf(span: number, end: number, whole: Stretch): Stretch {
  if (span >= length(whole)) {
    return whole;
  }
  const to = Math.min(whole.to, Math.max(whole.from + span, end));
  return { from: to - span, to };
}

/** The longest span whose latest part shows most moments apart from each other. @param apart pixels */
export function firstSpan(places: readonly number[], whole: Stretch, width: number, apart: number): Span {
  const spans = spansOf(whole);
  const clear = spans.filter((span) => {
    const stretch = stretchOf(SPANS[span], whole.to, whole);
    const within = places.filter((place) => place >= stretch.from);
    return marks(places, stretch, width, apart).length >= 0.75 * within.length;
  });
  return clear[clear.length - 1] ?? spans[0];
}

/** Where a place lies in a width of pixels that shows a stretch. */
export function xOf(place: number, stretch: Stretch, width: number): number {
  return ((place - stretch.from) / length(stretch)) * width;
}

/** The marks of a stretch, left to right; each moment of it is in exactly one. @param places in order */
export function marks(places: readonly number[], stretch: Stretch, width: number, apart: number): Mark[] {
  const found: Mark[] = [];
  let start = -Infinity;
  places.forEach((place, index) => {
    if (place < stretch.from || place > stretch.to) {
      return;
    }
    const x = xOf(place, stretch, width);
    const before = found[found.length - 1];
    if (before && x - start < apart) {
      found[found.length - 1] = { x: (start + x) / 2, first: before.first, last: index };
    } else {
      start = x;
      found.push({ x, first: index, last: index });
    }
  });
  return found;
}

/** The mark under a pointer, at most `reach` pixels away. */
export function markAt(x: number, all: readonly Mark[], reach: number): Mark | undefined {
  const near = all.filter((mark) => Math.abs(mark.x - x) <= reach);
  return near.sort((one, other) => Math.abs(one.x - x) - Math.abs(other.x - x))[0];
}

/** What shows the moments of a mark apart; undefined if they cannot be, or lie as close as anybody looks. */
export function closer(mark: Mark, places: readonly number[], whole: Stretch): Stretch | undefined {
  const [from, to] = [places[mark.first], places[mark.last]];
  if (to - from < CLOSEST / 10) {
    return undefined;
  }
  const room = Math.max(CLOSEST, (to - from) * 1.3);
  return stretchOf(room, (from + to + room) / 2, whole);
}

/** The same stretch moved as little as needed to show a place with some room around it. */
export function showing(place: number, stretch: Stretch, whole: Stretch): Stretch {
  const room = length(stretch) * 0.08;
  if (place >= stretch.from && place <= stretch.to) {
    return stretch;
  }
  const end = place < stretch.from ? place - room + length(stretch) : place + room;
  return stretchOf(length(stretch), end, whole);
}

/** The index a key leads to among `count` moments, the oldest first; undefined for other keys. */
export function step(key: string, from: number, count: number): number | undefined {
  const by: Record<string, number> = {
    ArrowLeft: from - 1,
    ArrowDown: from - 1,
    ArrowRight: from + 1,
    ArrowUp: from + 1,
    PageDown: from - 7,
    PageUp: from + 7,
    Home: 0,
    End: count - 1,
  };
  return by[key] === undefined ? undefined : Math.min(count - 1, Math.max(0, by[key]));
}
