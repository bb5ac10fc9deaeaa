import { css } from 'lit';

export const blockMapStyles = css`
  :host {
    display: block;
    /* its height follows from the disk and the width; a smaller one would lay the legend over what comes next */
    height: auto !important;
    font-size: var(--pk-text-s);
  }
  .label {
    margin: 0 0 var(--pk-space-1);
    font-size: var(--pk-text-m);
    font-weight: 600;
  }
  .summary {
    margin: 0 0 var(--pk-space-3);
    color: var(--pk-ink-2);
    max-inline-size: 75ch;
  }
  .map {
    position: relative;
  }
  .surface {
    display: block;
    border-radius: var(--pk-radius-s);
    cursor: crosshair;
    touch-action: pan-y;
  }
  canvas {
    display: block;
    forced-color-adjust: none;
    print-color-adjust: exact;
  }
  .tip {
    position: absolute;
    z-index: 2;
    pointer-events: none;
    inline-size: max-content;
    max-inline-size: min(20rem, 100%);
    padding: var(--pk-space-2) var(--pk-space-3);
    border-radius: var(--pk-radius-m);
    background: var(--pk-tooltip);
    color: var(--pk-on-tooltip);
    box-shadow: var(--pk-shadow-2);
    line-height: 1.45;
  }
  .tip strong {
    display: block;
    font-weight: 600;
  }
  .tip span {
    display: block;
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: var(--pk-space-2) var(--pk-space-5);
    margin: var(--pk-space-3) 0 0;
    padding: 0;
    list-style: none;
  }
  .legend li {
    display: grid;
    grid-template-columns: auto auto;
    align-items: center;
    column-gap: var(--pk-space-2);
  }
  .legend canvas {
    grid-row: span 2;
    align-self: start;
    margin-block-start: 0.15em;
  }
  .legend .name {
    color: var(--pk-ink);
    font-weight: 550;
  }
  .legend .amount {
    grid-column: 2;
    color: var(--pk-ink-2);
  }
  .scale {
    display: inline-flex;
    align-items: center;
    gap: 0.4em;
    margin-inline-start: 0.4em;
    color: var(--pk-ink-2);
    font-weight: 400;
  }
  .scale i {
    inline-size: 3.5rem;
    block-size: 0.6rem;
    border-radius: 2px;
    background: linear-gradient(90deg, var(--pk-block-low), var(--pk-block-high));
    forced-color-adjust: none;
    print-color-adjust: exact;
  }
  @media print {
    .surface,
    .surface canvas {
      inline-size: auto !important;
      max-inline-size: 100%;
      block-size: auto !important;
    }
  }
  .note {
    margin: var(--pk-space-3) 0 0;
    color: var(--pk-ink-3);
  }
`;
