/** The page of a pledge. */
import { changed, useAddress } from "../address/address.ts";
import { words } from "../words/words.ts";
import FullPledge from "./full.tsx";

const t = words({ back: ["Kembali ke matriks", "Back to the matrix"] });

export default function PledgeScreen({ parts }: { parts: readonly string[] }) {
  const { query } = useAddress();
  return (
    <div class="page">
      <p>
        <a href={changed(query, { tercatat: null }, "/")}>‹ {t("back")}</a>
      </p>
      <FullPledge reference={parts[0] ?? ""} asOf={query.get("tanggal")} />
    </div>
  );
}
