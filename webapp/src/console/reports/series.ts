const DAY_S = 86_400;

/** Numbers over time; times in seconds since 1970. */
export interface Series {
  times: number[];
  values: number[];
}

/** Counts by day as the server lists them, `2026-11-26`, without holes: a day that is not in the list had none. */
export function seriesOf(rows: readonly { name: string; value: number }[]): Series {
  const byDay = new Map(rows.map((row) => [Date.parse(`${row.name}T00:00:00Z`) / 1_000, row.value]));
  const days = [...byDay.keys()].filter((day) => !Number.isNaN(day));
  const series: Series = { times: [], values: [] };
  if (days.length === 0) return series;
  const last = Math.max(...days);
  for (let day = Math.min(...days); day <= last; day += DAY_S) {
    series.times.push(day);
    series.values.push(byDay.get(day) ?? 0);
  }
  return series;
}
