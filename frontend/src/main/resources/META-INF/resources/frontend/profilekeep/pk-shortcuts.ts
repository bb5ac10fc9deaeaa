import { css, html, nothing, type CSSResultGroup, type PropertyDeclarations, type TemplateResult } from 'lit';
import { baseStyles, define, PkElement } from './base.js';
import { drawing, drawingStyles } from './pk-icon.js';

export interface Shortcut {
  /** One key, or several one after the other separated by spaces. */
  readonly keys: string;
  readonly description: string;
}

export const OFF_KEY = 'pk-shortcuts-off';
const NEXT_KEY_MS = 1_200;

/** What the keys pressed so far mean: a shortcut, the beginning of at least one, or nothing. */
export function match(
  pressed: readonly string[],
  shortcuts: readonly Shortcut[],
): { readonly found?: Shortcut; readonly begun: boolean } {
  const all = pressed.join(' ');
  return {
    found: shortcuts.find(({ keys }) => keys === all),
    begun: shortcuts.some(({ keys }) => keys.startsWith(`${all} `)),
  };
}

/** The element that has the focus, also inside shadow roots. */
export function focusedElement(root: DocumentOrShadowRoot = document): Element | null {
  const element = root.activeElement;
  return element?.shadowRoot?.activeElement ? focusedElement(element.shadowRoot) : element;
}

/** Whether somebody types there: then no key is a shortcut. */
export function takesText(element: Element | null): boolean {
  if (!element) {
    return false;
  }
  const editable = (element as HTMLElement).isContentEditable;
  if (editable || element.matches('textarea, select, [role="textbox"], [role="combobox"], [role="searchbox"]')) {
    return true;
  }
  return (
    element instanceof HTMLInputElement &&
    !['button', 'checkbox', 'radio', 'range', 'submit', 'reset', 'color', 'file', 'image'].includes(element.type)
  );
}

/** The mark of the search field that has the focus and that nothing was typed into yet; null if there is none. */
function emptySearch(element: Element | null): string | null {
  return element instanceof HTMLInputElement && element.value === ''
    ? (element.closest('[data-search]')?.getAttribute('data-search') ?? null)
    : null;
}

/** Whether a page that must be dealt with first lies over this one. */
function dialogIsOpen(): boolean {
  return document.querySelector('vaadin-dialog-overlay, vaadin-confirm-dialog-overlay, dialog[open]') !== null;
}

/**
 * The keyboard of the whole page. `/` focuses the first visible element marked `data-search`; where there is none, or in it
 * while it is empty, it is told to the server, if that has a search of everything; in that one, while empty, it types nothing. `?` opens the list, Esc closes it; other
 * shortcuts are told to the server.
 *
 * @fires pk-shortcut - with `detail.keys`
 */
export class PkShortcuts extends PkElement {
  static override properties: PropertyDeclarations = {
    shortcuts: { attribute: false },
    searchAll: { attribute: false },
  };

  static override styles: CSSResultGroup = [
    baseStyles,
    drawingStyles,
    css`
      :host {
        display: contents;
      }
      dialog {
        inline-size: min(32rem, calc(100vw - 2rem));
        max-block-size: calc(100dvh - 4rem);
        padding: var(--pk-space-5);
        border: 1px solid var(--pk-line);
        border-radius: var(--pk-radius-l);
        background: var(--pk-surface-raised);
        color: var(--pk-ink);
        box-shadow: var(--pk-shadow-3);
      }
      dialog::backdrop {
        background: var(--pk-scrim, rgb(0 0 0 / 0.4));
      }
      header {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: var(--pk-space-4);
      }
      h2 {
        margin: 0;
        font-size: var(--pk-text-l);
        font-weight: 600;
      }
      .close {
        display: grid;
        place-items: center;
        inline-size: 2.25rem;
        block-size: 2.25rem;
        border: 0;
        border-radius: var(--pk-radius-m);
        background: none;
        cursor: pointer;
      }
      .close:hover {
        background: var(--pk-hover);
      }
      .close svg {
        width: 1.25rem;
        height: 1.25rem;
      }
      dl {
        display: grid;
        grid-template-columns: 1fr auto;
        gap: 0;
        margin: var(--pk-space-4) 0;
        font-size: var(--pk-text-m);
      }
      dt,
      dd {
        margin: 0;
        padding: var(--pk-space-2) 0;
        border-block-start: 1px solid var(--pk-line);
      }
      dd {
        text-align: end;
        color: var(--pk-ink-2);
        font-size: var(--pk-text-s);
      }
      kbd {
        display: inline-block;
        min-inline-size: 1.75em;
        padding: 0.1em 0.45em;
        border: 1px solid var(--pk-line-strong);
        border-radius: var(--pk-radius-s);
        background: var(--pk-sunken);
        color: var(--pk-ink);
        font-family: var(--pk-font-mono);
        text-align: center;
      }
      label {
        display: flex;
        align-items: center;
        gap: var(--pk-space-2);
        min-block-size: 1.75rem;
        font-size: var(--pk-text-m);
      }
      input {
        inline-size: 1.1rem;
        block-size: 1.1rem;
        accent-color: var(--pk-accent-fill);
      }
    `,
  ];

  declare shortcuts: Shortcut[];
  /** What the search of everything is called; empty if there is none. */
  declare searchAll: string;

  private pressed: string[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly onKey = (event: KeyboardEvent): void => this.take(event);

  constructor() {
    super();
    this.shortcuts = [];
    this.searchAll = '';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('keydown', this.onKey);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('keydown', this.onKey);
    clearTimeout(this.timer);
  }

  get enabled(): boolean {
    try {
      return window.localStorage.getItem(OFF_KEY) === null;
    } catch {
      return true;
    }
  }

  set enabled(enabled: boolean) {
    try {
      if (enabled) {
        window.localStorage.removeItem(OFF_KEY);
      } else {
        window.localStorage.setItem(OFF_KEY, 'true');
      }
    } catch {
      // cannot be kept in this browser
    }
    this.requestUpdate();
  }

  /** Opens the list. */
  open(): void {
    const dialog = this.dialog;
    if (dialog && !dialog.open) {
      dialog.showModal();
    }
  }

  private get dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector('dialog');
  }

  private take(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) {
      return;
    }
    if (!this.enabled || this.dialog?.open || dialogIsOpen()) {
      return;
    }
    const focused = focusedElement();
    const search = event.key === '/' ? emptySearch(focused) : null;
    if (search === 'all') {
      event.preventDefault(); // it led here, and nothing that is searched begins with it
    } else if (search !== null && this.searchAll) {
      this.tell('/', event);
    } else if (takesText(focused)) {
      return;
    } else if (event.key === '/') {
      this.focusSearch(event);
    } else if (event.key === '?') {
      event.preventDefault();
      this.open();
    } else if (event.key.length === 1 && event.key !== ' ') {
      this.takeKey(event);
    }
  }

  private takeKey(event: KeyboardEvent): void {
    clearTimeout(this.timer);
    let pressed = [...this.pressed, event.key];
    let meaning = match(pressed, this.shortcuts);
    if (!meaning.found && !meaning.begun && pressed.length > 1) {
      pressed = [event.key]; // not a continuation: perhaps a beginning
      meaning = match(pressed, this.shortcuts);
    }
    this.pressed = [];
    if (meaning.found) {
      this.tell(meaning.found.keys, event);
    } else if (meaning.begun) {
      this.pressed = pressed;
      this.timer = setTimeout(() => (this.pressed = []), NEXT_KEY_MS);
    }
  }

  private tell(keys: string, event: Event): void {
    event.preventDefault();
    this.dispatchEvent(new CustomEvent('pk-shortcut', { detail: { keys } }));
  }

  private focusSearch(event: Event): void {
    const search = [...document.querySelectorAll<HTMLElement>('[data-search]')].find(
      (element) => element.checkVisibility?.() ?? element.isConnected,
    );
    if (search) {
      event.preventDefault();
      search.focus();
    } else if (this.searchAll) {
      this.tell('/', event);
    }
  }

  private row(description: string, keys: string): TemplateResult | typeof nothing {
    if (!description) {
      return nothing;
    }
    return html`<dt>${description}</dt>
      <dd>
        ${keys.split(' ').map((key, index) => html`${index > 0 ? ` ${this.text('then')} ` : ''}<kbd>${key}</kbd>`)}
      </dd>`;
  }

  override render(): TemplateResult {
    return html`<dialog
      aria-labelledby="title"
      @click=${(event: Event) => {
        if (event.target === this.dialog) {
          this.dialog?.close(); // beside the box
        }
      }}
    >
      <header>
        <h2 id="title">${this.text('title')}</h2>
        <button
          class="close"
          type="button"
          aria-label=${this.text('close-button')}
          @click=${() => this.dialog?.close()}
        >
          <svg viewBox="0 0 24 24" aria-hidden="true">${drawing('close')}</svg>
        </button>
      </header>
      <dl>
        ${this.row(this.text('search'), '/')} ${this.row(this.searchAll, '/ /')} ${this.row(this.text('list'), '?')}
        ${this.row(this.text('close'), this.text('escape'))}
        ${this.shortcuts.map(({ keys, description }) => this.row(description, keys))}
      </dl>
      <label
        ><input
          type="checkbox"
          .checked=${this.enabled}
          @change=${(event: Event) => (this.enabled = (event.target as HTMLInputElement).checked)}
        />${this.text('enabled')}</label
      >
    </dialog>`;
  }
}

define('pk-shortcuts', PkShortcuts);
