import css from './Cluster.module.css';

const [WIDTH, HEIGHT] = [160, 36];

/** How a number went of late. The number itself stands beside it, so it says nothing to screen readers. */
export function Sparkline({ values }: { values: readonly number[] }) {
  if (values.length < 2) return <svg className={css.spark} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true" />;
  const top = Math.max(...values, 1);
  const step = WIDTH / 119;
  const start = WIDTH - (values.length - 1) * step;
  const points = values.map((value, index) => {
    const [x, y] = [start + index * step, HEIGHT - 3 - (value / top) * (HEIGHT - 6)];
    return `${x.toFixed(1)},${y.toFixed(1)}`;
  });
  return (
    <svg className={css.spark} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      <polygon points={`${start.toFixed(1)},${HEIGHT} ${points.join(' ')} ${WIDTH},${HEIGHT}`} />
      <polyline points={points.join(' ')} />
    </svg>
  );
}
