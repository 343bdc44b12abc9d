/** Photos and documents of a report: taken or chosen, made small at once, and shown as they will be sent. */
import { useEffect, useMemo, useState } from "preact/hooks";
import { asRefusal } from "../graph/answer.ts";
import type { Refusal } from "../graph/asking.ts";
import type { Photo } from "../outbox/row.ts";
import { photoOf } from "../outbox/shrinking.ts";
import { Refused } from "../parts/refused.tsx";
import { number, words } from "../words/words.ts";

const t = words({
  legend: ["Foto atau dokumen", "Photos or documents"],
  take: ["Ambil foto", "Take a photo"],
  choose: ["Pilih berkas", "Choose files"],
  shrinking: ["Memperkecil foto…", "Making the photo smaller…"],
  pdf: ["PDF", "PDF"],
  remove: ["Buang {name}", "Remove {name}"],
});

const MOST = 20;

type Props = Readonly<{ photos: readonly Photo[]; change: (next: (had: readonly Photo[]) => readonly Photo[]) => void }>;

export function Photos({ photos, change }: Props) {
  const [busy, setBusy] = useState(0);
  const [refusal, setRefusal] = useState<Refusal>();
  const add = async (event: Event): Promise<void> => {
    const input = event.currentTarget as HTMLInputElement;
    const files = [...(input.files ?? [])];
    input.value = "";
    setRefusal(undefined);
    setBusy((had) => had + files.length);
    // One after the other: several large pictures at once are more than a small phone can hold.
    for (const file of files) {
      try {
        const photo = await photoOf(file);
        change((had) => [...had, photo].slice(0, MOST));
      } catch (error) {
        setRefusal(asRefusal(error));
      }
      setBusy((had) => had - 1);
    }
  };
  return (
    <fieldset class="photos">
      <legend>{t("legend")}</legend>
      <div class="row">
        <Picker name={t("take")} accept="image/*" capture="environment" add={add} />
        <Picker name={t("choose")} accept="image/*,application/pdf" add={add} />
      </div>
      <Refused refusal={refusal} />
      <p role="status" class={busy > 0 ? "soft" : "said"}>
        {busy > 0 && t("shrinking")}
      </p>
      <Thumbs photos={photos} change={change} />
    </fieldset>
  );
}

function Thumbs({ photos, change }: Props) {
  return (
    <ul class="plain thumbs">
      {photos.map((photo) => (
        <li key={photo.id}>
          <Thumb photo={photo} />
          <button
            type="button"
            aria-label={t("remove", { name: photo.name })}
            onClick={() => change((had) => had.filter(({ id }) => id !== photo.id))}
          >
            <svg viewBox="0 0 16 16" aria-hidden="true">
              <path d="M4 4l8 8M12 4l-8 8" />
            </svg>
          </button>
        </li>
      ))}
    </ul>
  );
}

type PickerProps = Readonly<{ name: string; accept: string; capture?: "environment"; add: (event: Event) => void }>;

function Picker({ name, accept, capture, add }: PickerProps) {
  return (
    <label class={capture ? "button picker camera" : "button picker"}>
      {name}
      <input class="said" type="file" accept={accept} multiple={!capture} {...(capture && { capture })} onChange={add} />
    </label>
  );
}

function Thumb({ photo: { blob, name } }: { photo: Photo }) {
  const source = useMemo(() => (blob.type.startsWith("image/") ? URL.createObjectURL(blob) : null), [blob]);
  useEffect(() => () => {
    if (source) URL.revokeObjectURL(source);
  }, [source]);
  return (
    <figure>
      {source ? <img src={source} alt={name} /> : <span class="pdf">{t("pdf")}</span>}
      <figcaption class="soft">{number(blob.size / 1000, 0)} kB</figcaption>
    </figure>
  );
}
