/** A promise as it is typed in, from what the address says of it to what is sent. */
import { Refusal } from "../graph/asking.ts";
import type { Enum, VariablesOf } from "../graph/graphql.ts";
import { today } from "../words/words.ts";
import { type Aims, NO_AIMS, targetsOf } from "./aims.tsx";
import type { Asked, Meeting, RecordPledge } from "./documents.ts";
import { demand } from "./fields.tsx";
import { fundingsOf, type Money, NO_MONEY } from "./money.tsx";
import { type Place, postOf, regionOf } from "./places.tsx";

type Input = VariablesOf<typeof RecordPledge>["input"];
type Partner = Readonly<{ id: string; role: Enum<"AgencyRole"> }>;

export type Promised = Readonly<{
  quote: string;
  source: string;
  speaker: string;
  leadAgencyId: string;
  title: string;
  areas: readonly Enum<"SpmAreaCode">[];
  pledgedOn: string;
  /** Empty where it is what follows from the agency. */
  regionCode: string;
  directiveId: string;
  /** The request that it answers: what it was when somebody began, so that the same is sent again after a break. */
  requestId: string;
  dueOn: string;
  responsible: string;
  evidenceRule: string;
  targetGroup: string;
  conditions: string;
  fiscalYear: string;
  serviceCode: string;
  where: string;
  partners: readonly Partner[];
  aims: Aims;
  money: Money;
}>;

/** The form of an address, by which its draft is known. */
export function formOf(search: string): string {
  return `pledge ${search}`;
}

/** What is known before anybody types. */
export type Known = Readonly<{
  meeting: Meeting | undefined;
  asked: Asked | undefined;
  agency: string | undefined;
  directive: string | undefined;
}>;

export function begun({ meeting, asked, agency, directive }: Known): Promised {
  return {
    quote: "",
    source: meeting?.source ?? "",
    speaker: "",
    leadAgencyId: agency ?? asked?.agency.id ?? "",
    title: "",
    areas: asked ? [asked.area.code] : [],
    pledgedOn: meeting?.heldOn ?? meeting?.reportedOn ?? today(),
    regionCode: "",
    directiveId: directive ?? "",
    requestId: asked?.state === "OPEN" ? asked.id : "",
    dueOn: "",
    responsible: "",
    evidenceRule: "",
    targetGroup: "",
    conditions: "",
    fiscalYear: "",
    serviceCode: "",
    where: "",
    partners: [],
    aims: { ...NO_AIMS, places: asked ? placesOf(asked) : [] },
    money: NO_MONEY,
  };
}

function placesOf({ posyandu, region }: Asked): readonly Place[] {
  if (posyandu) return [{ ...postOf(posyandu), quantity: "" }];
  return region ? [{ ...regionOf(region), quantity: "" }] : [];
}

const NO_AGENCY = "Pilih instansi yang berjanji dari daftar yang muncul. / Choose who promised from the list that appears.";

/** What is sent. Nothing is demanded but the words, their source, and who spoke them; what is empty is not said. */
export function inputOf(promised: Promised, region: string | null, { meeting }: Known): Input {
  demand(promised, "quote", "source");
  if (!promised.leadAgencyId) throw new Refusal("INVALID", NO_AGENCY, "leadAgencyId");
  const { quote, source, leadAgencyId, areas, partners, aims, money } = promised;
  const [targets, fundings, scope] = [targetsOf(aims, areas, null), fundingsOf(money), scopeOf(promised)];
  return {
    quote,
    source,
    leadAgencyId,
    ...said(promised),
    ...(region && { regionCode: region }),
    ...(meeting && { meetingId: meeting.id }),
    ...(areas.length > 0 && { areas: [...areas] }),
    ...(promised.fiscalYear && { fiscalYear: Number(promised.fiscalYear) }),
    ...(partners.length > 0 && { partners: partners.map(({ id, role }) => ({ agencyId: id, role })) }),
    ...(scope && { scope }),
    ...(targets.length > 0 && { targets }),
    ...(fundings.length > 0 && { fundings }),
  };
}

const TEXTS = [
  "speaker",
  "title",
  "pledgedOn",
  "directiveId",
  "requestId",
  "dueOn",
  "responsible",
  "evidenceRule",
  "targetGroup",
  "conditions",
  "serviceCode",
] as const;

/** Of the texts, those that say something. */
function said(promised: Promised): Partial<Record<(typeof TEXTS)[number], string>> {
  const found = TEXTS.map((name) => [name, promised[name].trim()] as const);
  return Object.fromEntries(found.filter(([, text]) => text !== ""));
}

function scopeOf({ aims: { places }, where }: Promised): Input["scope"] {
  const ids = (kind: Place["kind"]): string[] => places.filter((each) => each.kind === kind).map(({ id }) => id);
  const parts = [
    ...(ids("post").length > 0 ? [{ posyandu: ids("post") }] : []),
    ...(ids("region").length > 0 ? [{ regions: ids("region") }] : []),
    ...(where.trim() ? [{ words: where.trim() }] : []),
  ];
  return parts.length > 1 ? { anyOf: parts } : (parts[0] ?? null);
}
