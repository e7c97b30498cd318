/** Time that a server has to answer before the launcher falls back: a slow network still makes it, and a person does not lose patience. */
const probeMs = 4_000;

/**
 * Asks whether a download could begin now, following redirects to the server that really has the file.
 *
 * @returns undefined when it can, else what the server does, as the end of a sentence
 */
export async function probe(url: string, request: typeof fetch = fetch): Promise<string | undefined> {
  try {
    const { status } = await request(url, { method: 'HEAD', signal: AbortSignal.timeout(probeMs) });
    return status < 400 ? undefined : `answers with status ${status}`;
  } catch {
    return "can't be reached";
  }
}
