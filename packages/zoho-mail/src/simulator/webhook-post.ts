const attemptMs = 5_000;

/** What is sent. */
interface Parcel {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Posts once; gives the status, or nothing when nobody answered. Rejects only when the simulator closes. */
export const post = async ({ url, headers, body }: Parcel, closing: AbortSignal): Promise<number | undefined> => {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers,
      body,
      redirect: "manual",
      signal: AbortSignal.any([closing, AbortSignal.timeout(attemptMs)]),
    });
    await response.arrayBuffer();
    return response.status;
  } catch {
    closing.throwIfAborted();
    return undefined;
  }
};
