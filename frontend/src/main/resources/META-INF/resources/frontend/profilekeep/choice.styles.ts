import { css } from 'lit';

/** A row of choices of which one is on: native radio buttons under the paint. */
export const choiceStyles = css`
  :host {
    display: inline-block;
  }
  fieldset {
    display: inline-flex;
    gap: 2px;
    margin: 0;
    padding: 2px;
    border: 1px solid var(--pk-line);
    border-radius: var(--pk-radius-m);
    background: var(--pk-sunken);
  }
  label {
    position: relative;
    display: grid;
    place-items: center;
    min-inline-size: 2rem;
    block-size: 1.75rem;
    padding: 0 0.4rem;
    border-radius: calc(var(--pk-radius-m) - 2px);
    color: var(--pk-ink-2);
    cursor: pointer;
  }
  label:hover {
    color: var(--pk-ink);
  }
  label:has(:checked) {
    background: var(--pk-surface);
    color: var(--pk-accent);
    box-shadow: 0 0 0 1px var(--pk-line-strong);
  }
  label:has(:focus-visible) {
    outline: 2px solid var(--pk-focus);
    outline-offset: 2px;
  }
  input {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    margin: 0;
    opacity: 0;
    cursor: pointer;
  }
  svg {
    width: 1.15rem;
    height: 1.15rem;
  }
  @media (pointer: coarse) {
    label {
      min-inline-size: 2.75rem;
      block-size: 2.75rem;
    }
  }
  @media (forced-colors: active) {
    label:has(:checked) {
      outline: 2px solid Highlight;
    }
  }
`;
