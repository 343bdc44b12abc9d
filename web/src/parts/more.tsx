/** The pages of a list, by cursor in the address. */
import { changed } from "../address/address.ts";
import { words } from "../words/words.ts";

const t = words({
  next: ["Berikutnya", "Next"],
  first: ["Kembali ke awal", "Back to the beginning"],
  pages: ["Halaman", "Pages"],
});

type Props = Readonly<{ query: URLSearchParams; page: Readonly<{ hasNextPage: boolean; endCursor: string | null }> }>;

export function More({ query, page }: Props) {
  if (!page.hasNextPage && !query.has("sesudah")) return null;
  return (
    <nav class="row" aria-label={t("pages")}>
      {query.has("sesudah") && <a href={changed(query, { sesudah: null })}>{t("first")}</a>}
      {page.hasNextPage && <a href={changed(query, { sesudah: page.endCursor })}>{t("next")}</a>}
    </nav>
  );
}
