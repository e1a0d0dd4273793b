import { useState } from 'react';

import { useLoad, useSettled } from '../useLoad';
import { Page, Problem } from './Page';
import { type Column, Table } from './Table';
import { Choice, Pager, Search, Tools } from './Tools';

const PER_PAGE = 50;

interface Found<T> {
  rows: readonly T[];
  total: number;
}

interface ListingProps<T> {
  title: string;
  lead: string;
  /** What the field for the search is called. */
  find: string;
  /** What narrows the list besides: its name, and values with what they are called. The first value is everything. */
  kind?: { label: string; options: readonly (readonly [value: string, label: string])[] };
  load: (term: string, kind: string, page: { page: number; per_page: number }) => Promise<Found<T>>;
  columns: readonly Column<T>[];
  keyOf: (row: T) => string;
  empty: string;
}

/** Everything of a kind that the server has: searched, narrowed, and page by page. */
export function Listing<T>({ title, lead, find, kind, load, columns, keyOf, empty }: ListingProps<T>) {
  const [term, setTerm] = useState('');
  const [chosen, setChosen] = useState(kind?.options[0]?.[0] ?? '');
  const [page, setPage] = useState(0);
  const settled = useSettled(term.trim());
  const list = useLoad(`${settled} ${chosen} ${page}`, () => load(settled, chosen, { page, per_page: PER_PAGE }));
  const narrow = (change: (value: string) => void) => (value: string) => {
    change(value);
    setPage(0);
  };
  return (
    <Page title={title} lead={lead}>
      <Problem text={list.error} />
      <Tools>
        <Search label={find} value={term} onChange={narrow(setTerm)} />
        {kind && <Choice {...kind} value={chosen} onChange={narrow(setChosen)} />}
      </Tools>
      <Table label={title} columns={columns} rows={list.value?.rows} keyOf={keyOf} empty={empty} />
      <Pager page={page} perPage={PER_PAGE} total={list.value?.total ?? 0} onPage={setPage} />
    </Page>
  );
}
