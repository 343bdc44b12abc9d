/** A photo as it is sent: a sixth of what the camera made, and legible still (web.md). Documents stay as they are. */
import { Refusal } from "../graph/asking.ts";
import type { Photo } from "./row.ts";

const LONGEST_SIDE = 1600;
const QUALITY = 0.72;
const MOST_BYTES = 20_000_000;
const NAME = 120;

/** Throws a Refusal for what the service would not take either. */
export async function photoOf(file: File): Promise<Photo> {
  const isDocument = file.type === "application/pdf";
  const blob = isDocument ? file : await shrunk(file);
  if (blob.size > MOST_BYTES) throw new Refusal("INVALID", `${file.name}: lebih dari 20 MB / ${file.name}: more than 20 MB`);
  const stem = file.name.replace(/\.[^.]*$/, "").slice(0, NAME);
  const name = `${stem || "foto"}.${isDocument ? "pdf" : "jpg"}`;
  return { id: crypto.randomUUID(), name, blob, place: null, handedIn: null };
}

async function shrunk(file: File): Promise<Blob> {
  let picture: ImageBitmap;
  try {
    picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    throw new Refusal("INVALID", `${file.name}: bukan foto yang terbaca / ${file.name}: not a photo that can be read`);
  }
  const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
  const canvas = new OffscreenCanvas(Math.round(picture.width * scale), Math.round(picture.height * scale));
  const brush = canvas.getContext("2d");
  if (!brush) return file;
  brush.fillStyle = "#fff"; // what was transparent would be black
  brush.fillRect(0, 0, canvas.width, canvas.height);
  brush.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return canvas.convertToBlob({ type: "image/jpeg", quality: QUALITY });
}
