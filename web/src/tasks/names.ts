/** A target in words, its place first: by that the targets of a pledge differ. */
import { wordOf } from "../words/lists.ts";
import type { Aim } from "./documents.ts";

export function nameOf({ indicator, area, posyandu, region }: Aim): string {
  const place = posyandu ? postOf(posyandu.name, posyandu.village.name) : (region?.name ?? "");
  return [place, indicator?.name ?? wordOf("SpmAreaCode", area.code)].filter(Boolean).join(" · ");
}

/** Many posts bear the name of their village already. */
function postOf(name: string, village: string): string {
  return name.includes(village) ? name : `${name}, ${village}`;
}
