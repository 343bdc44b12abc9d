/** Two bars in one: what is verified, and lighter what is only claimed. */
export function Progress({ verified, claimed }: { verified: number; claimed: number }) {
  return (
    <svg class="progress" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
      <rect class="claimed" width={100 * Math.min(1, claimed)} height="8" />
      <rect class="verified" width={100 * Math.min(1, verified)} height="8" />
    </svg>
  );
}
