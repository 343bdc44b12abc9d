"""The matrix at /, in a browser."""

from playwright.async_api import expect

from tests.client.conftest import Site


async def test_the_public_sees_the_matrix_painted_and_the_browser_has_nothing_against_it(site: Site) -> None:
    page = await site.window()
    await page.goto("/")
    await expect(page.get_by_role("grid")).to_be_visible()
    await expect(page.locator("td.sign-GAP").first).to_be_visible()
    assert await page.title() == "Matriks · Ikrar"
    assert await page.get_by_role("link", name="Masuk").count() == 1
