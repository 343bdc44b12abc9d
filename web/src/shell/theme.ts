/** Light or dark: as the system has it, until somebody turns it. */
const KEPT = "ikrar.theme";

export function wearTheme(): void {
  const kept = localStorage.getItem(KEPT);
  if (kept) document.documentElement.dataset["theme"] = kept;
}

export function turnTheme(): void {
  const root = document.documentElement;
  const worn = root.dataset["theme"] ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  const next = worn === "dark" ? "light" : "dark";
  localStorage.setItem(KEPT, next);
  root.dataset["theme"] = next;
}
