/** A report that waits on this device until the service has answered it. */

/** Where a file has been handed in, as a report names it. */
export type HandedIn = Readonly<{ url: string; sha256: string; expiresAt: string }>;

export type Photo = Readonly<{
  id: string;
  name: string;
  blob: Blob;
  /** Where it is being sent to, once announced: what has come by a break stays there. */
  place: string | null;
  handedIn: HandedIn | null;
}>;

/** What was measured, as `reportProgress` takes it; quantities are plain decimal text. */
export type Measured = Readonly<{
  targetId: string;
  unit: string;
  effectiveOn: string;
  quantity: string | null;
  numerator: string | null;
  denominator: string | null;
  narrative: string | null;
}>;

/** In words that need no connection: of which pledge and target it is. */
export type About = Readonly<{ reference: string; title: string; target: string }>;

export type Row = Readonly<{
  /** The key under which the service does it once, however often it is sent. */
  id: string;
  savedAt: string;
  /** Under this alone it is sent: an assignment is one person's in one office. */
  assignment: string;
  person: string;
  about: About;
  report: Measured;
  photos: readonly Photo[];
  tries: number;
  /** Whether the report itself has been sent: nobody knows then, before an answer, that it was not taken. */
  isAsked: boolean;
  /** What the service has against it; it waits for its writer then. */
  refusal: Readonly<{ code: string; message: string }> | null;
}>;
