import css from './Badge.module.css';

/** A count of what means me; nothing when nothing does. `label`: the same in words. */
export function Badge({ count, label }: { count: number; label?: string }) {
  if (count <= 0) return null;
  return (
    <span className={css.badge} aria-label={label}>
      {count > 99 ? '99+' : count}
    </span>
  );
}
