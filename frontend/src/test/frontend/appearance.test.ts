import { afterEach, describe, expect, test, vi } from 'vitest';
import {
  applyAppearance,
  chooseDensity,
  chooseTheme,
  density,
  DENSITY_KEY,
  onAppearanceChange,
  THEME_KEY,
  themeChoice,
  themeNames,
} from '@pk/appearance.js';
import { read, RESOURCES } from './support.js';

const script = read(RESOURCES, 'dev/profilekeep/ui/appearance.js');
const root = document.documentElement;

/** A system that is dark or light, and can change its mind. */
function system(dark: boolean): (dark: boolean) => void {
  const query = Object.assign(new EventTarget(), { matches: dark });
  vi.spyOn(window, 'matchMedia').mockReturnValue(query as unknown as MediaQueryList);
  return (now) => {
    query.matches = now;
    query.dispatchEvent(new Event('change'));
  };
}

afterEach(() => vi.restoreAllMocks());

describe('the script before the first paint does what the components do', () => {
  const cases = [null, 'light', 'dark', 'purple'].flatMap((theme) =>
    [null, 'compact', 'comfortable'].flatMap((dense) =>
      [true, false].flatMap((dark) => ['', 'profilekeep', 'dark profilekeep', 'light'].map((names) => ({ theme, dense, dark, names }))),
    ),
  );

  test.each(cases)('kept $theme and $dense, system dark $dark, document "$names"', ({ theme, dense, dark, names }) => {
    system(dark);
    if (theme) window.localStorage.setItem(THEME_KEY, theme);
    if (dense) window.localStorage.setItem(DENSITY_KEY, dense);
    const outcome = (apply: () => void): string => {
      root.setAttribute('theme', names);
      root.removeAttribute('data-density');
      apply();
      return `${root.getAttribute('theme')} / ${root.dataset.density}`;
    };
    const byScript = outcome(() => window.eval(script));
    expect(byScript).toBe(outcome(applyAppearance));
    expect(byScript.includes('dark')).toBe(theme === 'dark' || (theme !== 'light' && dark));
  });
});

test('the page follows the system as long as nobody chose', () => {
  const change = system(false);
  window.eval(script);
  expect(root.getAttribute('theme')).toBe('light');
  change(true);
  expect(root.getAttribute('theme')).toBe('dark');
  chooseTheme('light');
  change(true);
  expect(root.getAttribute('theme')).toBe('light');
});

test('storage that is forbidden breaks nothing', () => {
  vi.spyOn(Storage.prototype, 'getItem').mockImplementation(() => {
    throw new DOMException('denied', 'SecurityError');
  });
  vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
    throw new DOMException('denied', 'SecurityError');
  });
  window.eval(script);
  expect(root.getAttribute('theme')).toBe('light');
  expect(() => chooseTheme('dark')).not.toThrow();
  expect(themeChoice()).toBe('system');
});

test('a choice is kept, and going back to the system forgets it', () => {
  chooseTheme('dark');
  chooseDensity('compact');
  expect([themeChoice(), density(), root.getAttribute('theme'), root.dataset.density]).toEqual([
    'dark',
    'compact',
    'dark',
    'compact',
  ]);
  chooseTheme('system');
  chooseDensity('comfortable');
  expect(window.localStorage.length).toBe(0);
});

test('other theme names on the document stay', () => {
  expect(themeNames('profilekeep dark wide', false)).toBe('profilekeep wide light');
});

test('listeners hear of a change until they stop listening', async () => {
  const heard = vi.fn();
  const stop = onAppearanceChange(heard);
  chooseTheme('dark');
  await vi.waitFor(() => expect(heard).toHaveBeenCalled());
  stop();
  heard.mockClear();
  chooseTheme('light');
  await Promise.resolve();
  expect(heard).not.toHaveBeenCalled();
});
