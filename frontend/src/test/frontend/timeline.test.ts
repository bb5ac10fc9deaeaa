import axe from 'axe-core';
import { describe, expect, test } from 'vitest';
import { closer, firstSpan, markAt, marks, showing, SPANS, spansOf, step, stretchOf, wholeOf } from '@pk/timeline-model.js';
import type { Moment } from '@pk/timeline-paint.js';
import type { PkTimeline } from '@pk/pk-timeline.js';
import '@pk/pk-timeline.js';
import { one, randomFrom, seen, shown, textsOf } from './support.js';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 22, 8);

/** Nights back from now, the oldest first. */
function nights(count: number): number[] {
  return Array.from({ length: count }, (_, night) => NOW - (count - night) * DAY + DAY / 3);
}

describe('the line of time', () => {
  test('has every moment of a stretch in exactly one mark, in order', () => {
    const next = randomFrom(7);
    for (let round = 0; round < 50; round++) {
      const places = Array.from({ length: 1 + Math.floor(next() * 400) }, () => NOW - next() * 700 * DAY).sort((a, b) => a - b);
      const whole = wholeOf(places, NOW);
      const all = marks(places, whole, 200 + next() * 800, 24);
      expect(all.flatMap(({ first, last }) => Array.from({ length: last - first + 1 }, (_, i) => first + i))).toEqual([...places.keys()]);
    }
  });

  test('shows four nights apart, and of four hundred only as many as can be told apart', () => {
    const few = nights(4);
    expect(spansOf(wholeOf(few, NOW))).toEqual(['all']);
    const many = nights(400);
    const whole = wholeOf(many, NOW);
    expect(spansOf(whole)).toEqual(['week', 'month', 'quarter', 'all']);
    expect(firstSpan(many, whole, 320, 24)).toBe('week');
    expect(firstSpan(many, whole, 900, 24)).toBe('month');
  });

  test('never leaves what there is', () => {
    const whole = wholeOf(nights(100), NOW);
    expect(stretchOf(SPANS.week, NOW + 50 * DAY, whole).to).toBe(whole.to);
    expect(stretchOf(SPANS.week, 0, whole).from).toBe(whole.from);
    expect(stretchOf(SPANS.all, NOW, whole)).toEqual(whole);
  });

  test('goes on for a while around a single moment, and for one that has not come', () => {
    expect(wholeOf([NOW], NOW)).toEqual({ from: NOW - DAY / 4, to: NOW });
    expect(wholeOf([NOW + DAY], NOW).to).toBe(NOW + DAY);
  });

  test('shows apart what lies close, unless it is one moment to anybody', () => {
    const places = [NOW - 30 * DAY, NOW - 3_600_000, NOW - 1_800_000];
    const whole = wholeOf(places, NOW);
    const close = marks(places, whole, 600, 24)[1];
    expect([close.first, close.last]).toEqual([1, 2]);
    const nearer = closer(close, places, whole);
    expect(nearer && marks(places, nearer, 600, 24)).toHaveLength(2);
    expect(closer({ x: 0, first: 0, last: 1 }, [NOW, NOW + 1000], whole)).toBeUndefined();
  });

  test('moves only as far as it must', () => {
    const whole = wholeOf(nights(100), NOW);
    const week = stretchOf(SPANS.week, NOW, whole);
    expect(showing(NOW - DAY, week, whole)).toBe(week);
    const moved = showing(NOW - 20 * DAY, week, whole);
    expect(moved.from).toBeLessThan(NOW - 20 * DAY);
    expect(moved.to - moved.from).toBe(SPANS.week);
  });

  test('keys stop at the ends', () => {
    expect([step('ArrowLeft', 0, 9), step('ArrowRight', 8, 9), step('Home', 5, 9), step('End', 5, 9)]).toEqual([0, 8, 0, 8]);
    expect(step('PageDown', 3, 9)).toBe(0);
    expect(step('x', 3, 9)).toBeUndefined();
  });

  test('the nearest mark within reach is under a finger', () => {
    const all = [{ x: 10, first: 0, last: 0 }, { x: 40, first: 1, last: 1 }];
    expect(markAt(31, all, 22)?.first).toBe(1);
    expect(markAt(90, all, 22)).toBeUndefined();
  });
});

describe('<pk-timeline>', () => {
  function moment(id: string, at: number, more: Partial<Moment> = {}): Moment {
    return { id, at, kind: 'backup', label: `as of ${id}`, note: '', second: false, pinned: false, ...more };
  }

  const three = [
    moment('new', NOW - DAY, { second: true, note: 'in Frankfurt and London' }),
    moment('old', NOW - 3 * DAY, { pinned: true }),
    moment('server', NOW - 2 * DAY, { kind: 'server' }),
  ];

  async function line(properties: Partial<PkTimeline> = {}): Promise<PkTimeline> {
    return shown<PkTimeline>('pk-timeline', { moments: three, now: NOW, locale: 'en', timeZone: 'UTC', texts: textsOf('timeline'), ...properties });
  }

  function press(element: PkTimeline, key: string): void {
    one(element, '[role=slider]').dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
  }

  const said = (element: PkTimeline): string | null => one(element, '[role=slider]').getAttribute('aria-valuetext');

  test('is a slider that says the newest moment in words', async () => {
    const timeline = await line({ label: 'Backups of Anna' });
    const slider = one(timeline, '[role=slider]');
    expect(slider.getAttribute('aria-label')).toBe('Backups of Anna');
    expect([slider.getAttribute('aria-valuenow'), slider.getAttribute('aria-valuemax')]).toEqual(['3', '3']);
    expect(said(timeline)).toBe('as of new, Backup, in Frankfurt and London');
    const { violations } = await axe.run(timeline, { rules: { 'color-contrast': { enabled: false }, region: { enabled: false } } });
    expect(violations.map(({ id }) => id)).toEqual([]);
  });

  test('tells kinds by shape, and what the shapes mean', async () => {
    const timeline = await line();
    const surface = one(timeline, '.surface');
    expect(surface.querySelectorAll('path.server')).toHaveLength(1);
    expect(surface.querySelectorAll('circle.backup')).toHaveLength(2);
    expect(surface.querySelectorAll('circle.ring')).toHaveLength(1);
    expect(surface.querySelectorAll('path.pin')).toHaveLength(1);
    expect(seen(timeline, '.legend')).toBe('Backup Backup, at a second site too Kept by the file server Kept on purpose');
  });

  test('needs no legend where there are backups at one place alone', async () => {
    const timeline = await line({ moments: [moment('a', NOW - DAY), moment('b', NOW)] });
    expect(timeline.renderRoot.querySelector('.legend')).toBeNull();
  });

  test('arrow keys go from moment to moment, Enter chooses and tells so once', async () => {
    const timeline = await line();
    const told: string[] = [];
    timeline.addEventListener('pk-moment', (event) => told.push((event as CustomEvent<{ id: string }>).detail.id));
    press(timeline, 'ArrowLeft');
    await timeline.updateComplete;
    expect(said(timeline)).toBe('as of server, Kept by the file server');
    expect(told).toEqual([]);
    press(timeline, 'Home');
    press(timeline, 'Enter');
    press(timeline, 'Enter');
    await timeline.updateComplete;
    expect(told).toEqual(['old']);
    expect(timeline.selected).toBe('old');
    expect(said(timeline)).toBe('as of old, Backup, Kept on purpose, chosen');
    expect(seen(timeline, '.told')).toBe('as of old · Backup · Kept on purpose · chosen');
  });

  test('keys that mean nothing here stay the page’s', async () => {
    const timeline = await line();
    const event = new KeyboardEvent('keydown', { key: 'Tab', bubbles: true, cancelable: true });
    one(timeline, '[role=slider]').dispatchEvent(event);
    expect(event.defaultPrevented).toBe(false);
  });

  test('a press chooses, and of many that lie close shows them apart first', async () => {
    const many = nights(400).map((at, index) => moment(`n${index}`, at));
    const timeline = await line({ moments: many });
    one(timeline, '.spans button:last-child').click();
    await timeline.updateComplete;
    const surface = one(timeline, '.surface');
    expect(surface.querySelectorAll('.mark').length).toBeLessThan(40);
    expect(surface.querySelectorAll('rect.many').length).toBeGreaterThan(10);
    const at = timeline.positionOf('n200') as number;
    surface.dispatchEvent(new MouseEvent('click', { clientX: at, bubbles: true }));
    await timeline.updateComplete;
    expect(timeline.selected).toBe('');
    expect(surface.querySelectorAll('rect.many')).toHaveLength(0);
    surface.dispatchEvent(new MouseEvent('click', { clientX: timeline.positionOf('n200') as number, bubbles: true }));
    await timeline.updateComplete;
    expect(timeline.selected).toBe('n200');
  });

  test('what is chosen elsewhere comes into sight', async () => {
    const timeline = await line({ moments: nights(400).map((at, index) => moment(`n${index}`, at)) });
    timeline.selected = 'n3';
    await timeline.updateComplete;
    expect(one(timeline, '.chosen')).toBeTruthy();
    expect(seen(timeline, '.told')).toContain('as of n3');
  });

  test('says why there is none, and draws nothing without moments', async () => {
    const timeline = await line({ gap: { from: NOW - DAY, label: 'In use since yesterday' } });
    expect(seen(timeline, '.legend')).toContain('In use since yesterday');
    expect(timeline.renderRoot.querySelectorAll('.surface .gap')).toHaveLength(1);
    timeline.moments = [];
    await timeline.updateComplete;
    expect(seen(timeline)).toBe('');
  });

  test('speaks German', async () => {
    const timeline = await line({ texts: textsOf('timeline', '_de'), locale: 'de' });
    expect(seen(timeline, '.legend')).toContain('Vom Dateiserver aufgehoben');
  });
});
