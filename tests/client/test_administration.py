"""The administrator's day: an account for somebody new, a token for a program, and the record of it."""

import httpx
from playwright.async_api import FilePayload, Page, expect

from tests.client.conftest import PHONE, Site
from tests.client.phone import SMALL


async def _screen(site: Site, part: str = "akun", language: str = "id") -> Page:
    page = await site.window("admin", language=language)
    await page.goto(f"/administrasi?bagian={part}")
    await expect(page.get_by_role("heading", name="Administrasi")).to_be_visible()
    return page


async def _opened(page: Page, name: str, email: str) -> None:
    """An account of a liaison of Diskominfo."""
    await page.get_by_text("Buka akun", exact=True).click()
    await page.get_by_label("Nama", exact=True).fill(name)
    await page.get_by_label("Surel dinas").fill(email)
    await page.get_by_role("searchbox", name="Instansi").fill("Diskominfo")
    await page.locator(".options button").first.click()
    await page.get_by_role("button", name="Buka dan undang").click()


async def test_somebody_new_gets_an_account_another_assignment_and_is_let_go(site: Site) -> None:
    page = await _screen(site)
    await _opened(page, "Siti Aminah", "siti@example.go.id")
    hers = page.locator(".entries > li", has_text="Siti Aminah")
    await expect(hers).to_contain_text("Narahubung · Diskominfo")
    await expect(hers).to_contain_text("undangan menunggu dikirim")
    await hers.get_by_role("button", name="Ubah").click()
    await hers.get_by_label("Peran").select_option("LEADERSHIP")
    await hers.get_by_role("searchbox", name="Wilayah").fill("Kalimantan Timur")
    await hers.locator(".options button").first.click()
    await hers.get_by_role("button", name="Tambahkan").click()
    await expect(hers).to_contain_text("Pimpinan · Kalimantan Timur")
    await hers.get_by_role("listitem").filter(has_text="Narahubung").get_by_role("button").click()
    await expect(hers).not_to_contain_text("Narahubung · Diskominfo")
    await hers.get_by_text("Tutup akun").first.click()
    await hers.get_by_role("button", name="Tutup akun").click()
    await expect(hers).to_have_count(0)
    await page.get_by_label("Yang ditutup").check()
    await expect(hers).to_contain_text("ditutup")


async def test_what_is_refused_says_why_and_keeps_what_was_typed(site: Site) -> None:
    page = await _screen(site)
    await _opened(page, "Siti Aminah", "narahubung@demo.example")
    await expect(page.get_by_role("alert")).to_have_text("Alamat ini sudah punya akun.")
    await expect(page.get_by_label("Nama", exact=True)).to_have_value("Siti Aminah")


async def test_ones_own_account_is_left_to_another_administrator(site: Site) -> None:
    page = await _screen(site)
    own = page.locator(".entries > li", has_text="admin@demo.example")
    await expect(own).to_contain_text("Akun sendiri diubah administrator lain.")
    await expect(own.get_by_role("button")).to_have_count(0)


async def test_a_token_is_shown_once_lets_a_program_in_and_is_taken_away(site: Site) -> None:
    page = await _screen(site, "token")
    await page.get_by_text("Buat token").click()
    await page.get_by_label("Untuk apa").fill("Dasbor provinsi")
    await page.get_by_role("button", name="Buat", exact=True).click()
    told = page.locator(".secret code")
    await expect(told).to_contain_text("ikrar_")
    text = await told.inner_text()
    assert await _status(site, text) == 200
    await page.get_by_role("button", name="Sudah disimpan").click()
    await expect(told).to_have_count(0)
    await page.reload()
    made = page.locator(".entries > li", has_text="Dasbor provinsi")
    await expect(made).to_contain_text("Pembaca · membaca")
    await made.get_by_text("Cabut").first.click()
    await made.get_by_role("button", name="Cabut").click()
    await expect(made).to_have_count(0)
    await page.goto("/administrasi?bagian=catatan&peristiwa=REVOKE_TOKEN")
    await expect(page.locator(".entries > li")).to_contain_text("Token dicabut · Dasbor provinsi")


async def _status(site: Site, token: str) -> int:
    async with httpx.AsyncClient() as program:
        shown = {"authorization": f"Bearer {token}"}
        asked = {"query": "{ viewer { role } }"}
        return (await program.post(f"{site.url}/graphql", json=asked, headers=shown)).status_code


async def test_the_screen_is_for_administrators(site: Site) -> None:
    page = await site.window("sekretariat", language="en")
    await page.goto("/administrasi")
    await expect(page.get_by_text("This page is for administrators.")).to_be_visible()
    await expect(page.locator(".bar").get_by_text("Administration")).to_have_count(0)
    await expect(page.locator(".entries")).to_have_count(0)


async def test_an_account_is_opened_on_a_phone(site: Site) -> None:
    page = await site.window("admin", size=PHONE)
    await page.goto("/administrasi")
    await _opened(page, "Siti Aminah", "siti@example.go.id")
    await expect(page.locator(".entries > li", has_text="Siti Aminah")).to_be_visible()
    await page.get_by_text("Buka akun", exact=True).click()
    assert await page.evaluate("document.documentElement.scrollWidth") == PHONE[0]
    assert [each for each in await page.evaluate(SMALL) if "checkbox" not in each] == []


async def test_a_list_is_tried_out_a_name_in_it_made_out_and_the_list_taken(site: Site) -> None:
    content = b"name,village,within_code\nMawar Baru,Lekop,21.01\n"
    page = await _screen(site, "impor")
    upload: FilePayload = {"name": "posyandu.csv", "mimeType": "text/csv", "buffer": content}
    await page.get_by_label("Berkas CSV").set_input_files(files=upload)
    await page.get_by_role("button", name="Coba dulu").click()
    await expect(page.get_by_role("alert")).to_have_text("1 nama desa belum dikenal: Lekop (21.01).")
    await page.get_by_role("link", name="Kenali nama-nama itu").click()
    name = page.locator(".entries > li", has_text="Lekop")
    await expect(name).to_contain_text("dari posyandu.csv")
    meant = name.get_by_role("listitem").filter(has_text="Sungai Lekop")
    await meant.get_by_role("button", name="Ini yang dimaksud").click()
    await expect(name).to_have_count(0)
    await page.get_by_role("link", name="Impor").click()
    await page.get_by_label("Berkas CSV").set_input_files(files=upload)
    await page.get_by_role("button", name="Coba dulu").click()
    await expect(page.locator("form [role=status]")).to_contain_text(
        "belum ada yang berubah: 1 baris, 1 baru"
    )
    await page.get_by_role("button", name="Ambil").click()
    await expect(page.locator("form [role=status]")).to_contain_text("Berkas diambil: 1 baris, 1 baru")
    site.complaints[:] = [each for each in site.complaints if "409 (Conflict)" not in each]
