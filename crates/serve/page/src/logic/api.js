// The one door to the API. Nothing else in the page asks for anything over the network.

/** What the API said was wrong, in its words. */
export class Problem extends Error {
  constructor(status, title) {
    super(title);
    this.status = status;
  }
}

/** Asks for JSON; `query` is a URLSearchParams. */
export async function ask(path, query, signal) {
  const tail = query && String(query) ? `?${query}` : "";
  return answered(await fetch(`api/v1/${path}${tail}`, { signal, headers: { accept: "application/json" } }));
}

/** Sends a verdict on an event. */
export async function tell(path, body, token) {
  return answered(
    await fetch(`api/v1/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    }),
  );
}

async function answered(response) {
  if (response.status === 204) return null;
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Problem(response.status, body.detail ?? body.title ?? response.statusText);
  return body;
}
