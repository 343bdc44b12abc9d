/** What somebody or something may act as: a role, and the agency and the region that the role needs. */
import { useState } from "preact/hooks";
import type { Enum } from "../graph/graphql.ts";
import { Agency } from "../parts/agency.tsx";
import { Within } from "../parts/within.tsx";
import { wordOf } from "../words/lists.ts";
import { words } from "../words/words.ts";

const t = words({ role: ["Peran", "Role"] });

export type Role = Enum<"Role">;
export type Office = Readonly<{ role: Role; agencyId: string | null; regionCode: string | null }>;

/** Those of persons, the most frequent first. */
export const OF_PERSONS = ["LIAISON", "SECRETARIAT", "LEADERSHIP", "INTEGRATION", "ADMINISTRATOR"] as const satisfies readonly Role[];
export const OF_PROGRAMS = ["INTEGRATION", "LIAISON", "SECRETARIAT"] as const satisfies readonly Role[];

const OF_AN_AGENCY: readonly Role[] = ["LIAISON", "SECRETARIAT"];
const OF_A_REGION: readonly Role[] = ["SECRETARIAT", "LEADERSHIP"];

export function useOffice(first: Role) {
  const [office, setOffice] = useState<Office>({ role: first, agencyId: null, regionCode: null });
  const clear = (): void => setOffice({ role: first, agencyId: null, regionCode: null });
  return { office, setOffice, clear };
}

type Props = Readonly<{ roles: readonly Role[]; office: Office; setOffice: (office: Office) => void }>;

/** What a role has no need of is neither asked for nor sent. */
export function OfficeFields({ roles, office, setOffice }: Props) {
  const choose = (role: Role): void =>
    setOffice({
      role,
      agencyId: OF_AN_AGENCY.includes(role) ? office.agencyId : null,
      regionCode: OF_A_REGION.includes(role) ? office.regionCode : null,
    });
  return (
    <>
      <label>
        {t("role")}
        <select value={office.role} onChange={(event) => choose(event.currentTarget.value as Role)}>
          {roles.map((each) => (
            <option key={each} value={each}>
              {wordOf("Role", each)}
            </option>
          ))}
        </select>
      </label>
      {OF_AN_AGENCY.includes(office.role) && (
        <Agency id={office.agencyId} choose={(agencyId) => setOffice({ ...office, agencyId })} />
      )}
      {OF_A_REGION.includes(office.role) && (
        <Within code={office.regionCode} choose={(regionCode) => setOffice({ ...office, regionCode })} />
      )}
    </>
  );
}

type Held = Readonly<{ role: Role; agency: { shortName: string } | null; region: { name: string } | null }>;

/** Narahubung · Diskominfo, Kalimantan Timur. */
export function officeOf({ role, agency, region }: Held): string {
  const where = [agency?.shortName, region?.name].filter(Boolean).join(", ");
  return where ? `${wordOf("Role", role)} · ${where}` : wordOf("Role", role);
}
