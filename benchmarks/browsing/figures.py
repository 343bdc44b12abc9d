"""The figures of one page load or one scroll, as the browser itself tells them."""

from dataclasses import dataclass
from typing import Any, Final

from playwright.async_api import Page

_SHOWN: Final = """(selector) => new Promise((found) => {
  const look = () => document.querySelector(selector)
    ? requestAnimationFrame(() => requestAnimationFrame(() => found(performance.now())))
    : requestAnimationFrame(look);
  look();
})"""
_WEIGHT: Final = """(kinds) => performance.getEntriesByType('resource')
  .filter(({ name }) => kinds.some((kind) => new URL(name).pathname.endsWith(kind)))
  .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)"""
_DOCUMENT: Final = "() => performance.getEntriesByType('navigation')[0].encodedBodySize"
_PAINTED: Final = """async ([address, selector, rows]) => {
  const asked = new Promise((found) => new PerformanceObserver((list) => {
    const answers = list.getEntries().filter(({ name }) => name.endsWith('/graphql'));
    if (answers.length) found(answers);
  }).observe({ type: 'resource', buffered: false }));
  history.pushState(null, '', address);
  dispatchEvent(new PopStateEvent('popstate'));
  await new Promise((done) => {
    const look = () => document.querySelector('[role=grid]')?.getAttribute('aria-rowcount') === rows
      && document.querySelector(selector) ? requestAnimationFrame(done) : requestAnimationFrame(look);
    requestAnimationFrame(look);
  });
  const now = performance.now();
  await asked;
  const ends = performance.getEntriesByType('resource')
    .filter(({ name, responseEnd }) => name.endsWith('/graphql') && responseEnd <= now)
    .map(({ responseEnd }) => responseEnd);
  return now - Math.max(...ends);
}"""
_SCROLLED: Final = """async ([pixels, frames]) => {
  const element = document.querySelector('.scroller');
  const times = [];
  await new Promise((done) => {
    const step = (at) => {
      times.push(at);
      element.scrollTop += pixels;
      if (times.length > frames) done(); else requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  });
  return times.slice(1).map((at, place) => at - times[place]);
}"""
FRAMES: Final = 180


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """A first load: bytes as they came over the line, and when the first cells could be used."""

    script: int
    all: int
    usable_ms: float


async def load(page: Page, address: str, selector: str) -> Load:
    """Open an address with an empty cache until what `selector` names is painted."""
    await page.goto(address, wait_until="commit")
    usable: Any = await page.evaluate(_SHOWN, selector)
    await page.wait_for_load_state("load")
    script: Any = await page.evaluate(_WEIGHT, [".js"])
    rest: Any = await page.evaluate(_WEIGHT, [".css", ".svg", ".webmanifest"])
    document: Any = await page.evaluate(_DOCUMENT)
    return Load(script=int(script), all=int(script) + int(rest) + int(document), usable_ms=float(usable))


async def painted(page: Page, address: str, rows: int) -> float:
    """Milliseconds from the last byte of the answer to the painted grid, within the open client."""
    return float(await page.evaluate(_PAINTED, [address, "td[data-i]", str(rows + 2)]))


async def scrolled(page: Page, pixels: int) -> list[float]:
    """Milliseconds of each frame while the grid is scrolled so far in every one."""
    frames: Any = await page.evaluate(_SCROLLED, [pixels, FRAMES])
    return [float(each) for each in frames]
