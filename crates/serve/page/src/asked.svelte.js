// Answers of the API as state: what is asked again when the address changes, and what comes in
// pages.
import { ask } from "./logic/api.js";

/**
 * The answer to a question that follows the address.
 *
 * `question` returns `[path, query]`, or nothing to ask nothing. The last answer stays in sight
 * while the next is on its way; an answer that comes too late is dropped.
 */
export function asked(question) {
  const state = $state({ busy: true, error: null });
  let data = $state.raw(null);
  $effect(() => {
    const [path, query] = question() || [];
    if (!path) return;
    const stop = new AbortController();
    state.busy = true;
    ask(path, query, stop.signal)
      .then((answer) => {
        data = answer;
        state.error = null;
        state.busy = false;
      })
      .catch((error) => {
        if (stop.signal.aborted) return;
        state.error = error;
        state.busy = false;
      });
    return () => stop.abort();
  });
  return {
    get data() {
      return data;
    },
    get busy() {
      return state.busy;
    },
    get error() {
      return state.error;
    },
  };
}

/** Rows with those of the next page; what moved there while reports came in is shown once. */
function joined(rows, more) {
  const seen = new Set(rows.map((row) => row.id));
  return [...rows, ...more.filter((row) => row.id === undefined || !seen.has(row.id))];
}

/**
 * Rows under a name of the answer, page after page; `more` asks for the next.
 *
 * Where `question` gives nothing, nothing is asked.
 */
export function listed(name, question) {
  const state = $state({ busy: true, error: null, total: null });
  let rows = $state.raw([]);
  let next = $state.raw(null);
  let stop;
  async function load(cursor) {
    const [path, query] = question();
    const all = new URLSearchParams(query);
    if (cursor) all.set("cursor", cursor);
    stop?.abort();
    stop = new AbortController();
    const { signal } = stop;
    state.busy = true;
    try {
      const answer = await ask(path, all, signal);
      rows = cursor ? joined(rows, answer[name]) : answer[name];
      next = answer.next;
      state.total = answer.total ?? null;
      state.error = null;
      state.busy = false;
    } catch (error) {
      if (signal.aborted) return;
      state.error = error;
      state.busy = false;
    }
  }
  $effect(() => {
    if (!question()) return;
    load(null);
    return () => stop?.abort();
  });
  return {
    get rows() {
      return rows;
    },
    get next() {
      return next;
    },
    get busy() {
      return state.busy;
    },
    get error() {
      return state.error;
    },
    get total() {
      return state.total;
    },
    more: () => load(next),
    /** Puts a changed row in the place of the one with its id. */
    put: (row) => {
      rows = rows.map((r) => (r.id === row.id ? row : r));
    },
  };
}
