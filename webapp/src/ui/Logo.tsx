/** The mark of the product. */
export function Logo({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 64 64" aria-hidden="true">
      <rect width="64" height="64" rx="15" fill="var(--button-bg)" />
      <path d="M17 41V26.500a15 15 0 0 1 30 0V29a12 12 0 0 1-12 12H27l-10 9z" fill="var(--button-text)" />
      <circle cx="38" cy="25" r="3.200" fill="var(--button-bg)" />
    </svg>
  );
}
