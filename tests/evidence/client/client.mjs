// The official client of tus hands in the file on standard input at the address in argv, and breaks off once on
// the way; what the service says of it at the end goes to standard output, as one line of JSON.
import { createHash } from "node:crypto";
import { buffer } from "node:stream/consumers";
import { Upload } from "tus-js-client";

const [endpoint, token, filename] = process.argv.slice(2);
const headers = { authorization: `Bearer ${token}` };
const file = await buffer(process.stdin);
const sha256 = createHash("sha256").update(file).digest("hex");
const offsets = [];
let hasBrokenOff = false;

const upload = new Upload(file, {
  endpoint,
  headers,
  metadata: { filename, sha256 },
  chunkSize: Math.ceil(file.length / 3),
  retryDelays: [10, 10],
  onAfterResponse: (request, response) => {
    const offset = response.getHeader("upload-offset");
    if (offset !== undefined) offsets.push([request.getMethod(), Number(offset)]);
  },
  onChunkComplete: () => {
    if (hasBrokenOff) return;
    hasBrokenOff = true;
    upload.abort().then(() => upload.start());
  },
  onError: (error) => {
    console.log(JSON.stringify({ failed: error.message }));
    process.exit(1);
  },
  onSuccess: async () => {
    const answer = await fetch(upload.url, { method: "POST", headers });
    console.log(JSON.stringify({ status: answer.status, said: await answer.json(), offsets }));
  },
});
upload.start();
