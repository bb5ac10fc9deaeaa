/**
 * Theme and density: what a person chose, where it is kept, what the document shows. The script that runs before the
 * first paint (`dev/profilekeep/ui/appearance.js`) does the same and is tested against this.
 */
export type ThemeChoice = 'system' | 'light' | 'dark';
export type Density = 'comfortable' | 'compact';

export const THEME_KEY = 'pk-theme';
export const DENSITY_KEY = 'pk-density';

const DARK_SYSTEM = '(prefers-color-scheme: dark)';

/** Storage can be forbidden by the browser; then nothing is kept, and nothing breaks. */
function kept(key: string): string | null {
  try {
    return window.localStorage.getItem(key);
  } catch {
    return null;
  }
}

function keep(key: string, value: string | null): void {
  try {
    if (value === null) {
      window.localStorage.removeItem(key);
    } else {
      window.localStorage.setItem(key, value);
    }
  } catch {
    // not kept, see above
  }
}

export function themeChoice(): ThemeChoice {
  const value = kept(THEME_KEY);
  return value === 'light' || value === 'dark' ? value : 'system';
}

export function density(): Density {
  return kept(DENSITY_KEY) === 'compact' ? 'compact' : 'comfortable';
}

/** The theme names on the document with light or dark put right and all others left as they are. */
export function themeNames(present: string, dark: boolean): string {
  const others = present.split(/\s+/).filter((name) => name && name !== 'dark' && name !== 'light');
  return [...others, dark ? 'dark' : 'light'].join(' ');
}

function systemIsDark(): boolean {
  return window.matchMedia?.(DARK_SYSTEM).matches ?? false;
}

/** Shows on the document what is kept. */
export function applyAppearance(): void {
  const root = document.documentElement;
  const choice = themeChoice();
  const dark = choice === 'dark' || (choice === 'system' && systemIsDark());
  root.setAttribute('theme', themeNames(root.getAttribute('theme') ?? '', dark));
  root.setAttribute('data-density', density());
}

export function chooseTheme(choice: ThemeChoice): void {
  keep(THEME_KEY, choice === 'system' ? null : choice);
  applyAppearance();
}

export function chooseDensity(choice: Density): void {
  keep(DENSITY_KEY, choice === 'comfortable' ? null : choice);
  applyAppearance();
}

/**
 * Calls `changed` whenever colours or density of the document may have changed: by a switch, by the system, or for
 * printing. Returns what stops it.
 */
export function onAppearanceChange(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['theme', 'data-density'] });
  const queries = [DARK_SYSTEM, '(forced-colors: active)', 'print']
    .map((query) => window.matchMedia?.(query))
    .filter((query) => query?.addEventListener);
  queries.forEach((query) => query.addEventListener('change', changed));
  return () => {
    observer.disconnect();
    queries.forEach((query) => query.removeEventListener('change', changed));
  };
}
