import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import '@pk/pk-icon.js';
import { knownStatus, type PkStatus } from '@pk/pk-status.js';
import type { PkIcon } from '@pk/pk-icon.js';
import { type PkCapacityBar, capacityParts, maximumAt } from '@pk/pk-capacity-bar.js';
import { type PkCopy } from '@pk/pk-copy.js';
import { type PkRelativeTime } from '@pk/pk-relative-time.js';
import { type PkSparkline, sparkPoints } from '@pk/pk-sparkline.js';
import '@pk/pk-capacity-bar.js';
import '@pk/pk-copy.js';
import '@pk/pk-relative-time.js';
import '@pk/pk-sparkline.js';
import '@pk/pk-theme-switch.js';
import '@pk/pk-density-switch.js';
import type { PkThemeSwitch } from '@pk/pk-theme-switch.js';
import type { PkDensitySwitch } from '@pk/pk-density-switch.js';
import { one, seen, shown, textsOf } from './support.js';

const GB = 1024 ** 3;
const plain = (text: string): string => text.replace(/[\u00a0\u202f]/g, ' ');

async function accessible(element: Element): Promise<string[]> {
  const { violations } = await axe.run(element, { rules: { 'color-contrast': { enabled: false }, region: { enabled: false } } });
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

describe('<pk-icon>', () => {
  test('is hidden from screen readers without a label, and named with one', async () => {
    const icon = await shown<PkIcon>('pk-icon', { name: 'backup' });
    expect(one(icon, 'svg').getAttribute('aria-hidden')).toBe('true');
    icon.label = 'Backup';
    await icon.updateComplete;
    expect(one(icon, 'svg').getAttribute('role')).toBe('img');
    expect(one(icon, 'svg').getAttribute('aria-label')).toBe('Backup');
    expect(icon.renderRoot.querySelectorAll('path').length).toBeGreaterThan(1);
  });

  test('warns of a name it has no drawing for, and shows nothing', async () => {
    const warned = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const icon = await shown<PkIcon>('pk-icon', { name: 'nonsense' });
    expect(warned).toHaveBeenCalledWith(expect.stringContaining('nonsense'));
    expect(icon.renderRoot.querySelectorAll('path')).toHaveLength(0);
  });
});

describe('<pk-status>', () => {
  test('shows word and shape', async () => {
    const status = await shown<PkStatus>('pk-status', { status: 'not-ready', word: 'Nicht bereit' });
    expect(seen(status)).toBe('Nicht bereit');
    expect(one(status, '.field').classList.contains('not-ready')).toBe(true);
    expect(status.renderRoot.querySelectorAll('svg path').length).toBeGreaterThan(1);
    expect(await accessible(status)).toEqual([]);
  });

  test('never shows what it does not know as something better', () => {
    expect(['', 'READY', 'fine', 'toString'].map(knownStatus)).toEqual(['unknown', 'unknown', 'unknown', 'unknown']);
    expect(knownStatus('ready')).toBe('ready');
  });
});

describe('<pk-relative-time>', () => {
  const at = '2026-03-10T10:00:00Z';
  beforeEach(() => vi.useFakeTimers({ now: new Date('2026-03-10T10:00:30Z') }));

  test('keeps itself up to date', async () => {
    const time = await shown<PkRelativeTime>('pk-relative-time', { at, locale: 'en' });
    expect(seen(time, 'time')).toBe('30 seconds ago');
    await vi.advanceTimersByTimeAsync(5_000);
    expect(seen(time, 'time')).toBe('35 seconds ago');
    await vi.advanceTimersByTimeAsync(3 * 3_600_000);
    expect(seen(time, 'time')).toBe('3 hours ago');
  });

  test('stops when it leaves the page', async () => {
    const time = await shown<PkRelativeTime>('pk-relative-time', { at, locale: 'en' });
    time.remove();
    expect(vi.getTimerCount()).toBe(0);
  });

  test('tells the exact time on focus, until Escape or blur', async () => {
    const time = await shown<PkRelativeTime>('pk-relative-time', { at, locale: 'de', timeZone: 'Europe/Berlin' });
    const exact = one(time, '[role=tooltip]');
    const words = one(time, 'time');
    expect(words.getAttribute('aria-describedby')).toBe(exact.id);
    expect(words.getAttribute('tabindex')).toBe('0');
    expect(plain(exact.textContent ?? '')).toContain('10. März 2026, 11:00:00');
    words.dispatchEvent(new Event('focus'));
    await time.updateComplete;
    expect(exact.classList.contains('open')).toBe(true);
    document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }));
    await time.updateComplete;
    expect(exact.classList.contains('open')).toBe(false);
  });

  test('says that it does not know what is no time', async () => {
    const time = await shown<PkRelativeTime>('pk-relative-time', { at: 'soon', texts: textsOf('relative-time', '_de') });
    expect(seen(time)).toBe('unbekannt');
  });
});

describe('<pk-copy>', () => {
  const texts = textsOf('copy');
  afterEach(() => Reflect.deleteProperty(navigator, 'clipboard'));

  function clipboard(writeText: (text: string) => Promise<void>): void {
    Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { writeText } });
  }

  test('copies all of the value and says so', async () => {
    const copied = vi.fn(() => Promise.resolve());
    clipboard(copied);
    const copy = await shown<PkCopy>('pk-copy', { value: '\\\\FRA\\a b', what: 'path', texts });
    const told = new Promise<CustomEvent>((tell) => copy.addEventListener('pk-copied', (event) => tell(event as CustomEvent)));
    one(copy, 'button').click();
    expect((await told).detail).toEqual({ value: '\\\\FRA\\a b' });
    await copy.updateComplete;
    expect(copied).toHaveBeenCalledWith('\\\\FRA\\a b');
    expect(one(copy, '[role=status]').textContent).toBe('Copied');
    expect(one(copy, 'button').getAttribute('aria-label')).toBe('Copy path');
    expect(await accessible(copy)).toEqual([]);
  });

  test('says so too when it may not', async () => {
    clipboard(() => Promise.reject(new DOMException('no', 'NotAllowedError')));
    document.execCommand = () => false;
    const copy = await shown<PkCopy>('pk-copy', { value: 'x', texts });
    one(copy, 'button').click();
    await vi.waitFor(() => expect(one(copy, '[role=status]').textContent).toBe(texts.failed));
    expect(one(copy, '[role=status]').classList.contains('hidden-from-sight')).toBe(false);
  });
});

describe('<pk-theme-switch> and <pk-density-switch>', () => {
  test('are radio buttons with names, and apply at once', async () => {
    const theme = await shown<PkThemeSwitch>('pk-theme-switch', { texts: textsOf('theme-switch') });
    const radios = [...theme.renderRoot.querySelectorAll('input')];
    expect(radios.map((radio) => [radio.getAttribute('aria-label'), radio.checked])).toEqual([
      ['As the system', true],
      ['Light', false],
      ['Dark', false],
    ]);
    radios[2].click();
    expect(document.documentElement.getAttribute('theme')).toBe('dark');
    expect(await accessible(theme)).toEqual([]);

    const density = await shown<PkDensitySwitch>('pk-density-switch', { texts: textsOf('density-switch') });
    density.renderRoot.querySelectorAll('input')[1].click();
    expect(document.documentElement.dataset.density).toBe('compact');
  });

  test('two on a page agree', async () => {
    const [one, other] = [await shown<PkThemeSwitch>('pk-theme-switch'), await shown<PkThemeSwitch>('pk-theme-switch')];
    one.renderRoot.querySelectorAll('input')[1].click();
    await vi.waitFor(() => expect(other.renderRoot.querySelectorAll('input')[1].checked).toBe(true));
  });
});

describe('<pk-sparkline>', () => {
  test('places values from left to right, the largest at the top', () => {
    expect(sparkPoints([0, 10, 5], 100, 20)).toEqual([
      { x: 0, y: 20 },
      { x: 50, y: 0 },
      { x: 100, y: 10 },
    ]);
    expect(sparkPoints([3, 3], 100, 20).map(({ y }) => y)).toEqual([10, 10]);
    expect(sparkPoints([1, NaN, 3], 100, 20).map(({ x }) => x)).toEqual([0, 100]);
    expect(sparkPoints([1], 100, 20)).toEqual([]);
  });

  test('is one picture with the summary as its name', async () => {
    const line = await shown<PkSparkline>('pk-sparkline', { values: [1, 2, 3], summary: 'rising for a week' });
    expect(one(line, 'svg').getAttribute('aria-label')).toBe('rising for a week');
    expect(one(line, 'polyline').getAttribute('points')?.split(' ')).toHaveLength(3);
    expect(await accessible(line)).toEqual([]);
  });
});

describe('<pk-capacity-bar>', () => {
  const capacity = { used: 14 * GB, freeInside: 16 * GB, reclaimable: 6 * GB, maximum: 30 * GB };

  test('parts make up the whole', () => {
    const parts = capacityParts(capacity);
    expect(parts.map(({ kind }) => kind)).toEqual(['used', 'reclaimable', 'free']);
    expect(parts.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
    expect(maximumAt(capacity)).toBe(1);
  });

  test('what exceeds the maximum shows beyond it', () => {
    const over = { used: 40, freeInside: 0, reclaimable: 0, maximum: 30 };
    expect(capacityParts(over)).toEqual([{ kind: 'used', bytes: 40, share: 1 }]);
    expect(maximumAt(over)).toBe(0.75);
  });

  test('no maximum, nothing at all, and more reclaimable than free divide nothing by nothing', () => {
    expect(capacityParts({ used: 0, freeInside: 0, reclaimable: 0, maximum: 0 })).toEqual([]);
    expect(maximumAt({ used: 0, freeInside: 0, reclaimable: 0, maximum: 0 })).toBe(1);
    expect(capacityParts({ used: 1, freeInside: 2, reclaimable: 9, maximum: 3 }).map(({ bytes }) => bytes)).toEqual([1, 2]);
  });

  test('says it all in a sentence of the language, with a legend', async () => {
    const bar = await shown<PkCapacityBar>('pk-capacity-bar', { capacity, locale: 'de', texts: textsOf('capacity', '_de') });
    expect(plain(one(bar, '[role=img]').getAttribute('aria-label') ?? '')).toBe(
      '14 GB von 30 GB belegt (47 %). Innen 16 GB frei, davon 6 GB rückgewinnbar.',
    );
    expect(plain(seen(bar, 'ul'))).toBe('Belegt 14 GB Innen frei 16 GB Davon rückgewinnbar 6 GB Maximum 30 GB');
    expect(await accessible(bar)).toEqual([]);
  });

  test('without a legend the sentence stays', async () => {
    const bar = await shown<PkCapacityBar>('pk-capacity-bar', { capacity, noLegend: true, locale: 'en', texts: textsOf('capacity') });
    expect(bar.renderRoot.querySelector('ul')).toBeNull();
    expect(one(bar, '[role=img]').getAttribute('aria-label')).toContain('reclaimable');
  });
});
