import type { ReactNode } from 'react';

import { Link } from '../../ui/Link';
import css from './Parts.module.css';

export interface Column<T> {
  name: string;
  label: string;
  cell: (row: T) => ReactNode;
  /** Left out on narrow screens. */
  minor?: boolean;
  /** Numbers and buttons stand at the end. */
  end?: boolean;
}

interface TableProps<T> {
  label: string;
  columns: readonly Column<T>[];
  rows: readonly T[] | undefined;
  keyOf: (row: T) => string;
  /** What is said when there is no row. */
  empty: string;
}

/** Rows under their headings. It scrolls sideways by itself where it does not fit. */
export function Table<T>({ label, columns, rows, keyOf, empty }: TableProps<T>) {
  const classOf = (column: Column<T>) =>
    [column.minor && css.minor, column.end && css.end].filter(Boolean).join(' ') || undefined;
  return (
    <div className={css.tableBox} role="region" aria-label={label} tabIndex={0} aria-busy={rows === undefined}>
      <table className={css.table}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.name} scope="col" className={classOf(column)}>
                {column.label || <span className="sr-only">{column.name}</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows?.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map((column) => (
                <td key={column.name} className={classOf(column)}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows === undefined && <div className={css.ghost} />}
      {rows?.length === 0 && <p className={css.none}>{empty}</p>}
    </div>
  );
}

interface NamedProps {
  to?: string;
  picture?: ReactNode;
  name: string;
  below?: string;
}

/** What a row is about: a picture, a name that leads to more, and a second line. */
export function Named({ to, picture, name, below }: NamedProps) {
  const text = (
    <>
      {picture}
      <span>
        <b>{name}</b>
        {below && <small>{below}</small>}
      </span>
    </>
  );
  return to ? (
    <Link to={to} className={css.named}>
      {text}
    </Link>
  ) : (
    <span className={css.named}>{text}</span>
  );
}
