import { chooseDensity, density, type Density } from './appearance.js';
import { define } from './base.js';
import { PkChoice } from './pk-choice.js';

/** Comfortable or dense tables and controls. Kept in the browser. */
export class PkDensitySwitch extends PkChoice<Density> {
  protected override readonly choices = [
    { value: 'comfortable', icon: 'comfortable' },
    { value: 'compact', icon: 'dense' },
  ] as const;

  protected override chosen(): Density {
    return density();
  }

  protected override choose(value: Density): void {
    chooseDensity(value);
  }
}

define('pk-density-switch', PkDensitySwitch);
