/**
 * Every screen: where it is, what it is called, who has use of it, and its code. That of the matrix comes with the page, so
 * that a slow line is not waited for twice; the others are fetched when they are opened.
 */
import type { ComponentType } from "preact";
import Matrix from "../matrix/screen.tsx";
import { later } from "../parts/later.tsx";
import { words } from "../words/words.ts";

export const t = words({
  matrix: ["Matriks", "Matrix"],
  pledge: ["Komitmen", "Pledge"],
  queue: ["Verifikasi", "Verification"],
  tasks: ["Tugas saya", "My tasks"],
  gaps: ["Celah", "Gaps"],
  recording: ["Catat komitmen", "Record a pledge"],
  meetings: ["Rapat", "Meetings"],
  meeting: ["Rapat", "Meeting"],
  region: ["Wilayah", "Region"],
  agency: ["Instansi", "Agency"],
  post: ["Posyandu", "Posyandu"],
  administration: ["Administrasi", "Administration"],
  account: ["Akun saya", "My account"],
  signIn: ["Masuk", "Sign in"],
});

export type ScreenName = Parameters<typeof t>[0];
export type ScreenProps = Readonly<{ parts: readonly string[] }>;

export type Screen = Readonly<{
  /** What the path must be; its groups are the parts that the screen is given. */
  path: RegExp;
  href: string;
  name: ScreenName;
  /** In the bar, for these roles; for everybody when absent, for nobody when empty. */
  roles?: readonly string[];
  Shown: ComponentType<ScreenProps>;
}>;

export const SCREENS: readonly Screen[] = [
  { path: /^\/$/, href: "/", name: "matrix", Shown: Matrix },
  { path: /^\/tugas$/, href: "/tugas", name: "tasks", roles: ["LIAISON"], Shown: later(() => import("../tasks/screen.tsx")) },
  { path: /^\/verifikasi$/, href: "/verifikasi", name: "queue", roles: ["SECRETARIAT"], Shown: later(() => import("../queue/screen.tsx")) },
  {
    path: /^\/catat$/,
    href: "/catat",
    name: "recording",
    roles: ["SECRETARIAT", "LIAISON"],
    Shown: later(() => import("../recording/screen.tsx")),
  },
  { path: /^\/celah$/, href: "/celah", name: "gaps", Shown: later(() => import("../gaps/screen.tsx")) },
  { path: /^\/rapat$/, href: "/rapat", name: "meetings", Shown: later(() => import("../meetings/list.tsx")) },
  { path: /^\/rapat\/([^/]+)$/, href: "/rapat/", name: "meeting", roles: [], Shown: later(() => import("../meetings/meeting.tsx")) },
  { path: /^\/wilayah\/([^/]+)$/, href: "/wilayah/", name: "region", roles: [], Shown: later(() => import("../places/region.tsx")) },
  { path: /^\/instansi\/([^/]+)$/, href: "/instansi/", name: "agency", roles: [], Shown: later(() => import("../places/agency.tsx")) },
  { path: /^\/posyandu\/([^/]+)$/, href: "/posyandu/", name: "post", roles: [], Shown: later(() => import("../places/post.tsx")) },
  { path: /^\/komitmen\/(.+)$/, href: "/komitmen", name: "pledge", roles: [], Shown: later(() => import("../pledge/screen.tsx")) },
  {
    path: /^\/administrasi$/,
    href: "/administrasi",
    name: "administration",
    roles: ["ADMINISTRATOR"],
    Shown: later(() => import("../administration/screen.tsx")),
  },
  { path: /^\/akun$/, href: "/akun", name: "account", roles: [], Shown: later(() => import("../account/screen.tsx")) },
  { path: /^\/sign-in$/, href: "/sign-in", name: "signIn", roles: [], Shown: later(() => import("../session/sign-in.tsx")) },
];

/** The screens in the bar for a role. */
export function shownTo(role: string): readonly Screen[] {
  return SCREENS.filter(({ roles }) => roles === undefined || roles.includes(role));
}

/** The screen at a path with its parts. */
export function screenAt(path: string): { screen: Screen; parts: readonly string[] } | undefined {
  for (const screen of SCREENS) {
    const found = screen.path.exec(path);
    if (found) return { screen, parts: found.slice(1) };
  }
  return undefined;
}
