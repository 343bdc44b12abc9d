/** The closed lists of the graph in words; a type error names a value that has none. */
import type { Enum } from "../graph/graphql.ts";
import { said } from "./words.ts";

type Pair = readonly [string, string];

const LISTS = {
  Execution: {
    RECORDED: ["Tercatat", "Recorded"],
    SPECIFIED: ["Terinci", "Specified"],
    AGREED: ["Disepakati", "Agreed"],
    IN_PROGRESS: ["Berjalan", "In progress"],
    REPORTED_DONE: ["Dilaporkan selesai", "Reported done"],
    COMPLETED: ["Selesai", "Completed"],
    CANCELLED: ["Dibatalkan", "Cancelled"],
    TRANSFERRED: ["Dialihkan", "Transferred"],
    NEVER_STARTED: ["Tidak pernah dimulai", "Never started"],
  },
  Timeliness: {
    DUE_SOON: ["Segera jatuh tempo", "Due soon"],
    LATE_DONE: ["Selesai terlambat", "Done late"],
    NOT_DUE: ["Belum jatuh tempo", "Not due yet"],
    NO_DUE_DATE: ["Tanpa batas waktu", "No due date"],
    ON_TIME_DONE: ["Selesai tepat waktu", "Done in time"],
    OVERDUE: ["Terlambat", "Overdue"],
  },
  Verdict: {
    CONFORMS: ["Sesuai", "Conforms"],
    NOT_YET: ["Belum sesuai", "Not yet"],
    NOT_ACTED_ON: ["Belum ditindaklanjuti", "Not acted on"],
    CANNOT_BE_ACTED_ON: ["Tidak dapat ditindaklanjuti", "Cannot be acted on"],
  },
  Decision: { ACCEPTED: ["Diterima", "Accepted"], RETURNED: ["Dikembalikan", "Returned"] },
  SpmAreaCode: {
    PENDIDIKAN: ["Pendidikan", "Education"],
    KESEHATAN: ["Kesehatan", "Health"],
    PEKERJAAN_UMUM: ["Pekerjaan umum", "Public works"],
    PERUMAHAN_RAKYAT: ["Perumahan rakyat", "Housing"],
    TRANTIBUMLINMAS: ["Trantibum linmas", "Order and protection"],
    SOSIAL: ["Sosial", "Social affairs"],
    LINTAS_BIDANG: ["Lintas bidang", "Across areas"],
  },
  MatrixAxis: {
    AGENCY: ["Instansi", "Agency"],
    AGENCY_KIND: ["Jenis instansi", "Kind of agency"],
    SPM_AREA: ["Bidang SPM", "SPM area"],
    PROVINCE: ["Provinsi", "Province"],
    REGENCY: ["Kabupaten/kota", "Regency or city"],
    DISTRICT: ["Kecamatan", "District"],
    VILLAGE: ["Desa/kelurahan", "Village"],
    POSYANDU: ["Posyandu", "Posyandu"],
    MEETING: ["Rapat", "Meeting"],
    FISCAL_YEAR: ["Tahun anggaran", "Fiscal year"],
    FUNDING_SOURCE: ["Sumber dana", "Funding source"],
    EXECUTION: ["Pelaksanaan", "Execution"],
    VERDICT: ["Hasil telaah", "Verdict"],
    TIMELINESS: ["Ketepatan waktu", "Timeliness"],
  },
  AgencyKind: {
    COMMUNITY_BODY: ["Lembaga kemasyarakatan", "Community body"],
    COMPANY: ["Perusahaan", "Company"],
    GUIDANCE_TEAM: ["Tim pembina", "Guidance team"],
    NON_STRUCTURAL_BODY: ["Lembaga nonstruktural", "Non-structural body"],
    PROVINCIAL_OPD: ["OPD provinsi", "Provincial agency"],
    REGENCY_OPD: ["OPD kabupaten/kota", "Regency agency"],
    SECRETARIAT_BUREAU: ["Biro sekretariat", "Secretariat bureau"],
    VERTICAL_OFFICE: ["Instansi vertikal", "Vertical office"],
    VILLAGE_GOVERNMENT: ["Pemerintah desa", "Village government"],
  },
  AgencyRole: {
    FUNDER: ["Pendana", "Funder"],
    JOINT: ["Pelaksana bersama", "Joint"],
    LEAD: ["Penanggung jawab", "Lead"],
    SUPPORT: ["Pendukung", "Support"],
  },
  Ingredient: {
    WHO: ["siapa penanggung jawabnya", "who is responsible"],
    INDICATOR: ["apa yang diukur", "what is measured"],
    QUANTITY: ["berapa banyak", "how much"],
    UNIT: ["satuannya", "the unit"],
    PLACE: ["di mana", "where"],
    DUE_DATE: ["kapan selesainya", "by when"],
    BUDGET: ["anggarannya", "the budget"],
    EVIDENCE_RULE: ["bukti apa yang diterima", "what evidence counts"],
  },
  Action: {
    RECORD: ["Mencatat", "Record"],
    REVISE: ["Memperbaiki keterangan", "Revise details"],
    REVISE_TERMS: ["Mengubah isi komitmen", "Revise terms"],
    SPECIFY: ["Merinci", "Specify"],
    AGREE: ["Menyepakati", "Agree"],
    START: ["Memulai", "Start"],
    REPORT_PROGRESS: ["Melaporkan capaian", "Report progress"],
    ACCEPT_REPORT: ["Menerima laporan", "Accept a report"],
    RETURN_REPORT: ["Mengembalikan laporan", "Return a report"],
    REPORT_DONE: ["Melaporkan selesai", "Report done"],
    COMPLETE: ["Menyatakan selesai", "Complete"],
    RAISE_CONSTRAINT: ["Mencatat kendala", "Raise a constraint"],
    RESOLVE_CONSTRAINT: ["Menutup kendala", "Resolve a constraint"],
    CANCEL: ["Membatalkan", "Cancel"],
    TRANSFER: ["Mengalihkan", "Transfer"],
    NEVER_STARTED: ["Menyatakan tidak pernah dimulai", "Declare never started"],
    REOPEN: ["Membuka kembali", "Reopen"],
  },
  Standing: {
    LEAD_LIAISON: ["narahubung instansi penanggung jawab", "the lead agency's liaison"],
    PARTNER_LIAISON: ["narahubung instansi pendukung", "a supporting agency's liaison"],
    SECRETARIAT: ["sekretariat wilayah ini", "the secretariat of this region"],
    INDEPENDENT_SECRETARIAT: [
      "sekretariat dari instansi yang bukan penanggung jawab atau pelapor",
      "a secretariat whose agency neither leads nor reports",
    ],
    SYSTEM: ["sistem", "the system"],
  },
  Demand: {
    REASON: ["alasan", "a reason"],
    VERDICT: ["hasil telaah", "a verdict"],
    SPECIFIED_INGREDIENTS: ["indikator, jumlah, satuan, tempat dan batas waktu", "indicator, quantity, unit, place and due date"],
    WHO: ["penanggung jawab", "who is responsible"],
    EVIDENCE_RULE: ["aturan bukti", "what counts as evidence"],
    VERIFIER_OF_ANOTHER_AGENCY: ["penelaah dari instansi lain", "a verifier of another agency"],
    SUCCESSOR_OF_ANOTHER_AGENCY: ["penerus dari instansi lain", "a successor of another agency"],
    REPORTED_EVIDENCE: ["laporan dengan bukti", "a report with evidence"],
    ACCEPTED_EVIDENCE: ["laporan diterima dengan bukti", "an accepted report with evidence"],
    NO_OPEN_CONSTRAINT: ["tanpa kendala terbuka", "no open constraint"],
    NO_WAITING_REPORT: ["tanpa laporan yang menunggu telaah", "no report waiting to be judged"],
    ALL_TARGETS_VERIFIED_OR_SHORTFALL: ["semua target terverifikasi, atau kekurangannya diakui", "all targets verified, or the shortfall admitted"],
  },
  ConstraintReason: {
    ACCESS_OR_WEATHER: ["Akses atau cuaca", "Access or weather"],
    BUDGET_NOT_AVAILABLE: ["Anggaran belum tersedia", "Budget not available"],
    COORDINATION: ["Koordinasi", "Coordination"],
    DATA: ["Data", "Data"],
    LAND_OR_PERMIT: ["Lahan atau izin", "Land or permit"],
    OTHER: ["Lainnya", "Other"],
    PROCUREMENT: ["Pengadaan", "Procurement"],
    REGULATION: ["Regulasi", "Regulation"],
    STAFF: ["Tenaga", "Staff"],
  },
  FundingStage: {
    BUDGETED: ["Dianggarkan", "Budgeted"],
    PROMISED: ["Dijanjikan", "Promised"],
    REALISED: ["Terealisasi", "Realised"],
  },
  GapKind: {
    ATTENDED_WITHOUT_PLEDGE: ["Hadir tanpa komitmen", "Attended without a pledge"],
    NOTHING_PROMISED: ["Belum ada komitmen", "Nothing promised"],
    NOT_MOVING: ["Komitmen tidak bergerak", "Not moving"],
    NO_PLEDGE_FOR_MANDATE: ["Tanpa komitmen atas mandatnya", "No pledge for its mandate"],
  },
  MeetingKind: { RAKER: ["Raker", "Working meeting"], RAKOR: ["Rakor", "Coordination meeting"], RAKORNAS: ["Rakornas", "National coordination meeting"], RAPAT: ["Rapat", "Meeting"] },
  AttendanceCapacity: {
    ACTING: ["Pelaksana tugas", "Acting"],
    ONLINE: ["Daring", "Online"],
    PRESENT: ["Hadir", "Present"],
    REPRESENTED: ["Diwakili", "Represented"],
  },
  ChangeKind: {
    NEW: ["Baru", "New"],
    ADVANCED: ["Maju", "Advanced"],
    SLIPPED: ["Mundur", "Slipped"],
    COMPLETED: ["Selesai", "Completed"],
    WITHDRAWN: ["Ditarik", "Withdrawn"],
    REOPENED: ["Dibuka kembali", "Reopened"],
  },
  Outlook: {
    DONE: ["Sudah selesai", "Done"],
    ENDED: ["Sudah berakhir", "Ended"],
    EXPECTED: ["Dapat diprakirakan", "Expected"],
    NOT_ENOUGH_DATA: ["Data belum cukup", "Not enough data"],
    NOT_MEASURABLE: ["Tidak dapat diukur", "Not measurable"],
    NO_PROGRESS: ["Tidak ada kemajuan", "No progress"],
    OUT_OF_SIGHT: ["Di luar jangkauan", "Out of sight"],
  },
  RegionLevel: {
    PROVINCE: ["Provinsi", "Province"],
    REGENCY: ["Kabupaten/kota", "Regency or city"],
    DISTRICT: ["Kecamatan", "District"],
    VILLAGE: ["Desa/kelurahan", "Village"],
  },
  RequestState: {
    ANSWERED: ["Dijawab", "Answered"],
    DECLINED: ["Ditolak", "Declined"],
    OPEN: ["Menunggu", "Open"],
    WITHDRAWN: ["Ditarik", "Withdrawn"],
  },
  Role: {
    ADMINISTRATOR: ["Pengelola akun", "Administrator"],
    INTEGRATION: ["Pembaca", "Reader"],
    LEADERSHIP: ["Pimpinan", "Leadership"],
    LIAISON: ["Narahubung", "Liaison"],
    PUBLIC: ["Publik", "Public"],
    SECRETARIAT: ["Sekretariat", "Secretariat"],
    SYSTEM: ["Layanan", "Service"],
  },
} as const satisfies { [Name in ListName]: Readonly<Record<Enum<Name>, Pair>> };

type ListName =
  | "Action" | "Demand" | "Standing"
  | "Execution" | "Timeliness" | "Verdict" | "Decision" | "SpmAreaCode" | "MatrixAxis" | "AgencyKind" | "AgencyRole"
  | "Ingredient" | "ConstraintReason" | "FundingStage" | "GapKind" | "MeetingKind" | "AttendanceCapacity" | "ChangeKind"
  | "Outlook" | "RegionLevel" | "RequestState" | "Role";

/** The word for a value of a closed list. */
export function wordOf<Name extends ListName>(list: Name, value: Enum<Name>): string {
  return said((LISTS[list] as Readonly<Record<string, Pair>>)[value] ?? [value, value]);
}

/** The values of a closed list, in their order. */
export function valuesOf<Name extends ListName>(list: Name): readonly Enum<Name>[] {
  return Object.keys(LISTS[list]) as Enum<Name>[];
}
