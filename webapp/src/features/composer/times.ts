const at = (day: Date, hour: number): number =>
  new Date(day.getFullYear(), day.getMonth(), day.getDate(), hour).getTime();

const inDays = (now: Date, days: number) => new Date(now.getFullYear(), now.getMonth(), now.getDate() + days);

const MONDAY = 1;

/** Nine o'clock of the next day. */
export const tomorrow = (now: Date): number => at(inDays(now, 1), 9);

/** Nine o'clock of the next Monday, which is never today. */
export const nextMonday = (now: Date): number => at(inDays(now, (MONDAY - now.getDay() + 7) % 7 || 7), 9);

/** A time as a field for date and time wants it: as on the clock of this place. */
export function toField(ms: number): string {
  const local = new Date(ms - new Date(ms).getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}
