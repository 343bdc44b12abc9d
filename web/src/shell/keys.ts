/** Keys that work on every screen: Ctrl+K finds, `/` too and `?` helps outside of fields. */
import { useEffect } from "preact/hooks";

export function useKeys(find: () => void, help: () => void): void {
  useEffect(() => {
    const look = (event: KeyboardEvent): void => {
      const isField = event.target instanceof Element && event.target.closest("input, textarea, select");
      const isFind = event.key === "k" && (event.ctrlKey || event.metaKey);
      if (!isFind && (isField || event.ctrlKey || event.metaKey || event.altKey)) return;
      if (!isFind && event.key !== "/" && event.key !== "?") return;
      event.preventDefault();
      (event.key === "?" ? help : find)();
    };
    addEventListener("keydown", look);
    return () => removeEventListener("keydown", look);
  }, [find, help]);
}
