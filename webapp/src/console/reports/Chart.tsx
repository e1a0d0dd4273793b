import 'uplot/dist/uPlot.min.css';

import { useEffect, useRef } from 'react';
import { useIntl } from 'react-intl';
import UPlot from 'uplot';

import { useData } from '../../store';
import { preferenceKey } from '../../store/data';
import css from './Reports.module.css';
import type { Series } from './series';

const HEIGHT = 220;

/** Steps of the time axis, in seconds. */
const DAYS = [1, 2, 3, 7, 14].map((days) => days * 86_400);

interface ChartProps {
  label: string;
  series: Series;
  /** Bars for counts of a day, a line for what goes on. */
  look: 'bars' | 'line';
}

/** Numbers over time. The values are there for screen readers too, as a table. */
export function Chart({ label, series, look }: ChartProps) {
  const intl = useIntl();
  const box = useRef<HTMLDivElement>(null);
  // Colours are read when the chart is made.
  const theme = useData((data) => data.preferences[preferenceKey('theme', '')]);
  useEffect(() => {
    const place = box.current;
    if (!place) return undefined;
    let chart: UPlot | undefined;
    const draw = () => {
      chart?.destroy();
      chart = new UPlot(optionsOf(place, look, label, intl.locale), [series.times, series.values], place);
    };
    draw();
    const sized = new ResizeObserver(() => chart?.setSize({ width: place.clientWidth, height: HEIGHT }));
    sized.observe(place);
    const scheme = matchMedia('(prefers-color-scheme: dark)');
    scheme.addEventListener('change', draw);
    return () => {
      sized.disconnect();
      scheme.removeEventListener('change', draw);
      chart?.destroy();
    };
  }, [series, look, label, theme, intl.locale]);
  return (
    <figure className={css.chart}>
      <div ref={box} aria-hidden="true" />
      <table className="sr-only">
        <caption>{label}</caption>
        <tbody>
          {series.times.map((time, index) => (
            <tr key={time}>
              <th scope="row">{intl.formatDate(time * 1_000, { dateStyle: 'medium', timeZone: 'UTC' })}</th>
              <td>{series.values[index]}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}

function optionsOf(place: HTMLElement, look: ChartProps['look'], label: string, locale: string): UPlot.Options {
  const colour = (name: string) => getComputedStyle(place).getPropertyValue(name).trim();
  const [accent, line, text] = [colour('--button-bg'), colour('--chart-line'), colour('--chart-text')];
  const font = `11px ${getComputedStyle(place).fontFamily}`;
  const axis = { stroke: text, font, grid: { stroke: line, width: 1 }, ticks: { show: false } };
  const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' });
  return {
    width: place.clientWidth,
    height: HEIGHT,
    tzDate: (time) => UPlot.tzDate(new Date(time * 1_000), 'Etc/UTC'),
    legend: { show: false },
    cursor: { drag: { x: false, y: false }, points: { size: 7 } },
    scales: { y: { range: (_, __, top) => [0, Math.max(1, top * 1.15)] } },
    axes: [
      {
        ...axis,
        incrs: DAYS,
        values: (_, times) => times.map((time) => day.format(time * 1_000)),
        grid: { show: false },
      },
      {
        ...axis,
        size: 44,
        values: (_, values) => values.map((value) => (Number.isInteger(value) ? String(value) : '')),
      },
    ],
    series: [
      {},
      {
        label,
        stroke: accent,
        width: look === 'bars' ? 0 : 2,
        fill: look === 'bars' ? accent : `color-mix(in srgb, ${accent} 14%, transparent)`,
        points: { show: look === 'line', size: 5 },
        ...(look === 'bars' && UPlot.paths.bars && { paths: UPlot.paths.bars({ size: [0.62, 26], radius: 0.15 }) }),
      },
    ],
  };
}
