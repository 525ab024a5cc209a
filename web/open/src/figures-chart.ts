/** Bars for who would rather look than read; comes after the table, which says the same. */
import { sharedStyles } from '@citycode/elements/shared-styles';
import { BarController, BarElement, CategoryScale, Chart, LinearScale, type ChartDataset, type Plugin } from 'chart.js';
import { LitElement, css, html, type PropertyValues } from 'lit';
import { wrapped } from './wrapped.js';

Chart.register(BarController, BarElement, CategoryScale, LinearScale);

export interface Bar {
  readonly label: readonly string[];
  /** 5, 4, 3, 2, 1 and silence, together 1. */
  readonly shares: readonly number[];
}

/** What stands in a part, so that no colour has to be told apart. */
const kMarks = ['5', '4', '3', '2', '1', ''] as const;
/** Blue to plum through grey, darker at the ends; silence is empty. Never the colours of verdicts. */
const kColours = {
  light: { parts: ['#0f4c8a', '#6d9fd1', '#c9c5ba', '#c392bd', '#74306f', '#ffffff'], text: ['#fff', '#000', '#000', '#000', '#fff', '#000'], line: '#767d88', ink: '#171a20' },
  dark: { parts: ['#8fc0f7', '#4a7fb5', '#5b616b', '#9a5f95', '#e2a9dc', '#1d2127'], text: ['#000', '#fff', '#fff', '#fff', '#000', '#fff'], line: '#858d9a', ink: '#f1f2f4' },
} as const;
const kLinePx = 17, kBetweenRowsPx = 10;
/** Of the width: chart.js gives names half of it at most, and cuts them off there. */
const kNamesShare = 0.42;
const kLeastForMarkPx = 18;

const isDark = matchMedia('(prefers-color-scheme: dark)');

export class FiguresChart extends LitElement {
  static override properties = { bars: { attribute: false }, label: { type: String } };

  declare bars: readonly Bar[];
  /** For who does not see it. */
  declare label: string;

  #chart: Chart<'bar', number[], string[]> | null = null;
  readonly #coloursChanged = (): void => { this.#draw(); };

  constructor() {
    super();
    this.bars = [];
    this.label = '';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    isDark.addEventListener('change', this.#coloursChanged);
    if (this.hasUpdated) this.#draw();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    isDark.removeEventListener('change', this.#coloursChanged);
    this.#chart?.destroy();
    this.#chart = null;
  }

  override render() {
    return html`<div class="frame"><canvas role="img" aria-label=${this.label}></canvas></div>`;
  }

  override updated(changed: PropertyValues<this>): void {
    if (changed.has('bars')) this.#draw();
  }

  #draw(): void {
    this.#chart?.destroy();
    const frame = this.renderRoot.querySelector<HTMLElement>('.frame')!;
    const colours = kColours[isDark.matches ? 'dark' : 'light'];
    const font = { family: getComputedStyle(this).fontFamily, size: 13 };
    const pen = this.renderRoot.querySelector('canvas')!.getContext('2d')!;
    pen.font = `${font.size}px ${font.family}`;
    const names = this.bars.map(({ label }) => wrapped(label, (line) => pen.measureText(line).width <= frame.clientWidth * kNamesShare));
    const rowPx = Math.max(2, ...names.map(({ length }) => length)) * kLinePx + kBetweenRowsPx;
    frame.style.setProperty('height', `${this.bars.length * rowPx + 40}px`);
    const datasets = kMarks.map((mark, part): ChartDataset<'bar', number[]> => ({
      label: mark, data: this.bars.map(({ shares }) => (shares[part] ?? 0) * 100), backgroundColor: colours.parts[part]!, borderColor: colours.line, borderWidth: 1, barPercentage: 0.8, categoryPercentage: 0.9,
    }));
    const marks: Plugin<'bar'> = {
      id: 'marks',
      afterDatasetsDraw: (chart) => {
        const { ctx } = chart;
        ctx.font = `700 ${font.size}px ${font.family}`;
        ctx.textAlign = 'center';
        ctx.textBaseline = 'middle';
        kMarks.forEach((mark, part) => {
          ctx.fillStyle = colours.text[part]!;
          for (const element of chart.getDatasetMeta(part).data) {
            const { x, base, y } = element.getProps(['x', 'base', 'y'], true);
            if (mark && Math.abs(x - base) >= kLeastForMarkPx) ctx.fillText(mark, (x + base) / 2, y);
          }
        });
      },
    };
    this.#chart = new Chart<'bar', number[], string[]>(this.renderRoot.querySelector('canvas')!, {
      type: 'bar',
      data: { labels: names, datasets },
      plugins: [marks],
      options: {
        indexAxis: 'y', responsive: true, maintainAspectRatio: false, animation: false, events: [],
        scales: {
          x: { stacked: true, min: 0, max: 100, border: { display: false }, grid: { color: colours.line, lineWidth: 0.5 }, ticks: { color: colours.ink, font, callback: (value) => `${value} %` } },
          y: { stacked: true, grid: { display: false }, ticks: { color: colours.ink, font, autoSkip: false } },
        },
      },
    });
  }

  static override styles = [sharedStyles, css`
    :host { display: block; }
    .frame { position: relative; width: 100%; }
  `];
}

customElements.define('figures-chart', FiguresChart);
