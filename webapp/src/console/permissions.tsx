import { createContext, type ReactNode, use } from 'react';

const Permissions = createContext<ReadonlySet<string>>(new Set());

/** Tells everything inside what I may do. */
export function Access({ value, children }: { value: ReadonlySet<string>; children: ReactNode }) {
  return <Permissions value={value}>{children}</Permissions>;
}

/** Whether I may do something; buttons for what I may not are not shown. The server decides in the end. */
export function useCan(permission: string): boolean {
  return use(Permissions).has(permission);
}
