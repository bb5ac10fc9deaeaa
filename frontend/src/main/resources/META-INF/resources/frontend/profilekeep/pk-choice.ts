import { html, type CSSResultGroup, type TemplateResult } from 'lit';
import { onAppearanceChange } from './appearance.js';
import { baseStyles, PkElement } from './base.js';
import { choiceStyles } from './choice.styles.js';
import { drawing, drawingStyles } from './pk-icon.js';

/** A switch between a few kept choices, shown as icons in a row; each is named for screen readers and on hover. */
export abstract class PkChoice<T extends string> extends PkElement {
  static override styles: CSSResultGroup = [baseStyles, drawingStyles, choiceStyles];

  private stop: (() => void) | undefined;

  protected abstract readonly choices: ReadonlyArray<{ value: T; icon: string }>;
  protected abstract chosen(): T;
  protected abstract choose(value: T): void;

  override connectedCallback(): void {
    super.connectedCallback();
    // another switch, or another tab, may change the same choice
    const changed = (): void => this.requestUpdate();
    const ended = onAppearanceChange(changed);
    window.addEventListener('storage', changed);
    this.stop = () => {
      ended();
      window.removeEventListener('storage', changed);
    };
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stop?.();
  }

  override render(): TemplateResult {
    const chosen = this.chosen();
    return html`<fieldset>
      <legend class="hidden-from-sight">${this.text('label')}</legend>
      ${this.choices.map(
        ({ value, icon }) =>
          html`<label title=${this.text(value)}
            ><input
              type="radio"
              name="choice"
              .checked=${value === chosen}
              aria-label=${this.text(value)}
              @change=${() => {
                this.choose(value);
                this.requestUpdate();
              }}
            /><svg viewBox="0 0 24 24" aria-hidden="true">${drawing(icon)}</svg></label
          >`,
      )}
    </fieldset>`;
  }
}
