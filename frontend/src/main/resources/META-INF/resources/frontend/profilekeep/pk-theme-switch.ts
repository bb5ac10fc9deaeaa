import { chooseTheme, themeChoice, type ThemeChoice } from './appearance.js';
import { define } from './base.js';
import { PkChoice } from './pk-choice.js';

/** As the system, light, or dark. Kept in the browser, shown at once by every theme token. */
export class PkThemeSwitch extends PkChoice<ThemeChoice> {
  protected override readonly choices = [
    { value: 'system', icon: 'system' },
    { value: 'light', icon: 'sun' },
    { value: 'dark', icon: 'moon' },
  ] as const;

  protected override chosen(): ThemeChoice {
    return themeChoice();
  }

  protected override choose(value: ThemeChoice): void {
    chooseTheme(value);
  }
}

define('pk-theme-switch', PkThemeSwitch);
