/** For whom whoever acts may record, as docs/roles.md says: it decides what is offered; the service decides what is done. */
import { acting } from "../session/present.ts";

/** Whether a region is another's, or lies inside it. */
export function covers(region: string | null | undefined, inside: string): boolean {
  return !!region && (inside === region || inside.startsWith(`${region}.`));
}

/** Whether whoever acts is the secretariat of this region, or of one around it; without one, a secretariat at all. */
export function isSecretariat(of?: string): boolean {
  const office = acting();
  return office?.role === "SECRETARIAT" && (of === undefined || covers(office.regionCode, of));
}

/** The agency for which whoever acts speaks alone; undefined for everybody but a liaison. */
export function ownAgency(): string | undefined {
  const office = acting();
  return office?.role === "LIAISON" ? (office.agencyId ?? undefined) : undefined;
}

/** Whether whoever acts may record what an agency promises. */
export function records(agency: string, region: string): boolean {
  const office = acting();
  if (office?.role !== "SECRETARIAT") return ownAgency() === agency;
  return covers(office.regionCode, region) || covers(region, office.regionCode ?? "-");
}
