/** Made-up data, the same on every run. */
import type { Blocks } from '@pk/pk-block-map.ts';
import type { GrowthPoint } from '@pk/growth-model.ts';
import type { Moment } from '@pk/timeline-paint.ts';

export const GB = 1024 ** 3;
export const DAY = 86_400_000;
export const NOW = Date.now();

export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

export function growth(days: number, from: number, to: number, used: boolean, seed = 7): GrowthPoint[] {
  const next = random(seed);
  return Array.from({ length: days + 1 }, (_, day) => {
    const share = day / days;
    const size = from + (to - from) * share ** 1.3 + (next() - 0.5) * 0.25 * GB - (day > days * 0.6 ? 1.2 * GB : 0);
    return [NOW - (days - day) * DAY, size, used && day !== 20 ? size * (0.55 + 0.08 * next()) : null] as const;
  });
}

export function blocks(count: number, seed = 3, compacted = false): Blocks {
  const next = random(seed);
  const states = new Uint8Array(count);
  let kind = 150;
  for (let index = 0; index < count; index++) {
    const at = index / count;
    if (next() < 0.06) {
      kind = [200, 190, 150, 130, 100, 100, 0, 1][Math.floor(next() * 8)];
    }
    const stored = kind > 100 ? Math.min(200, Math.max(101, kind + Math.floor((next() - 0.5) * 60))) : kind;
    states[index] = at > 0.72 ? (next() < 0.05 ? 100 : 0) : stored;
    if (at > 0.3 && at < 0.32) states[index] = 2;
    if (at > 0.4 && at < 0.43) states[index] = 3;
    if (compacted && states[index] === 100) states[index] = 0;
  }
  let binary = '';
  states.forEach((state) => (binary += String.fromCharCode(state)));
  return { states: btoa(binary), blockBytes: 32 * 1024 ** 2, diskBytes: count * 32 * 1024 ** 2 };
}

const FIRST = ['Anna', 'Björn', 'Chiara', 'David', 'Elif', 'Farid', 'Greta', 'Hiroshi', 'Ines', 'Jonas', 'Katarzyna', 'Łukasz'];
const LAST = ['Müller', 'Okafor', 'Rossi', 'Schneider', 'Nguyen', 'Svensson', 'Dąbrowska', 'García', 'Weiß', 'Fournier'];
const STATES = [
  ['ready', 'Ready'],
  ['ready', 'Ready'],
  ['ready', 'Ready'],
  ['in-use', 'In use'],
  ['degraded', 'Lagging'],
  ['not-ready', 'Missing'],
  ['unknown', 'Unproved'],
] as const;

export interface Row {
  readonly name: string;
  readonly account: string;
  readonly site: string;
  readonly kind: string;
  readonly file: number;
  readonly used: number;
  readonly maximum: number;
  readonly status: string;
  readonly word: string;
  readonly seen: string;
}

export function rows(count: number): Row[] {
  const next = random(11);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)];
  return Array.from({ length: count }, () => {
    const first = pick(FIRST);
    const last = pick(LAST);
    const [status, word] = pick(STATES);
    const maximum = 30 * GB;
    const file = (4 + next() * 25) * GB;
    return {
      name: `${first} ${last}`,
      account: `${first[0]}.${last}`.toLowerCase(),
      site: pick(['Frankfurt', 'London']),
      kind: next() < 0.7 ? 'Profile' : 'ODFC',
      file,
      used: file * (0.4 + 0.5 * next()),
      maximum,
      status,
      word,
      seen: new Date(NOW - next() * 2 * DAY).toISOString(),
    };
  });
}

/** Nights back from now, thinning out as retention leaves them: all for `daily` days, then one a week, then one a month. */
export function moments(daily: number, weekly: number, monthly: number, server: number): Moment[] {
  const words = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' });
  const made = (ago: number, kind: Moment['kind'], second: boolean, pinned: boolean): Moment => ({
    id: `${kind}-${ago}`,
    at: NOW - ago,
    kind,
    label: words.format(NOW - ago),
    note: kind === 'server' ? '' : second ? 'in Frankfurt and London' : 'in Frankfurt',
    second,
    pinned,
  });
  return [
    ...Array.from({ length: daily }, (_, night) => made((night + 0.3) * DAY, 'backup', night > 1, night === 6)),
    ...Array.from({ length: weekly }, (_, week) => made((daily + (week + 1) * 7 + 0.3) * DAY, 'backup', true, week === 2)),
    ...Array.from({ length: monthly }, (_, month) => made((daily + weekly * 7 + (month + 1) * 30.4) * DAY, 'backup', true, false)),
    ...Array.from({ length: server }, (_, index) => made((index + 1) * 0.5 * DAY, 'server', false, false)),
  ];
}
