/** Begins: language and theme as they were, who is signed in, and the screen of the address. */
import { render } from "preact";
import { followLinks } from "./address/address.ts";
import { keepSending } from "./outbox/count.ts";
import { recognise } from "./session/door.ts";
import { rememberSession } from "./session/present.ts";
import { App } from "./shell/app.tsx";
import { keepWorker } from "./shell/release.tsx";
import { screenAt } from "./shell/screens.ts";
import { wearTheme } from "./shell/theme.ts";
import { language } from "./words/words.ts";

document.documentElement.lang = language.value;
wearTheme();
followLinks((path) => screenAt(path) !== undefined);
// A page of an older release asks for code that is gone: it is loaded anew, once.
addEventListener("vite:preloadError", () => location.reload());
const root = document.getElementById("app");
if (root) render(<App />, root);
rememberSession();
keepSending();
keepWorker();
void recognise();
