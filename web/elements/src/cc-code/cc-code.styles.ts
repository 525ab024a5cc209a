import { css } from 'lit';

export const codeStyles = css`
  :host {
    display: block;
    position: relative;
    aspect-ratio: 1;
    color-scheme: only light;
    background: #fff;
    color: #171a20;
    forced-color-adjust: none;
  }
  .frame {
    position: absolute;
    inset: 3px;
    display: grid;
    place-items: center;
    overflow: hidden;
  }
  .symbol { display: block; }
  .preparing { margin: 0; color: #545b66; }
  .ring {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
  }
  .ring rect {
    x: 1px;
    y: 1px;
    width: calc(100% - 2px);
    height: calc(100% - 2px);
    fill: none;
    stroke-width: 2px;
  }
  .track { stroke: #e6e8ec; }
  .hand {
    stroke: #0f4c8a;
    stroke-dasharray: 100 100;
    animation: renew 5s linear infinite;
  }
  @keyframes renew {
    from { stroke-dashoffset: 0; }
    to { stroke-dashoffset: 100; }
  }
  @media (prefers-reduced-motion: reduce) {
    .hand { display: none; }
  }
  @media print {
    .ring { display: none; }
  }
`;
