/** To be written. */
export default function Screen() {
  return <section class="page" />;
}
