/** What `vite.config.ts` makes of the emoji data: groups with names, the sign of each name, and words to find it by. */
declare module 'virtual:emoji' {
  export const groups: readonly (readonly [group: string, names: readonly string[]])[];
  export const signs: Readonly<Record<string, string | undefined>>;
  export const words: Readonly<Record<string, string | undefined>>;
}
