// The addresses worth a look, made from what the store holds.

/** Each view once, with and without filters, and every report that is out to do harm. */
export async function reach(base, hostile) {
  const get = async (path) => {
    const response = await fetch(new URL(`api/v1/${path}`, base));
    if (!response.ok) throw new Error(`api/v1/${path} answers ${response.status}`);
    return response.json();
  };
  const { events } = await get("events?limit=500");
  if (!events.length) throw new Error("the store holds no events to look at");
  const { episodes } = await get("episodes?limit=500");
  const often = episodes.reduce((a, b) => (b.reports > a.reports ? b : a));
  const hostiles = new Map(
    events
      .map((e) => e.article)
      .filter((a) => a.name.startsWith("hostile-") || a.name.includes("onerror"))
      .map((a) => [a.id, a]),
  );
  if (hostile && !hostiles.size) throw new Error("the reports of hostile.jsonl are not in the store");
  const plain = events.find((e) => !hostiles.has(e.article.id) && e.place && e.recipients.length) ?? events[0];
  return [
    { name: "happened", address: "?" },
    { name: "happened-events", address: "?show=events" },
    { name: "happened-filtered", address: "?type=ACCUSE,REJECT&min_confidence=0.5&from=2020-01-01&q=a" },
    { name: "happened-none", address: "?q=zzzzqqqq&type=AID" },
    { name: "happened-odd", address: "?view=%3Cscript%3E&type=%3Cimg%20src%3Dx%20onerror%3Dwindow.__hostile%3D1%3E&from=yesterday&q=%22%3E" },
    { name: "timeline", address: "?view=timeline" },
    { name: "timeline-type", address: "?view=timeline&by=type&count=episodes&step=year" },
    { name: "dyads", address: "?view=dyads" },
    { name: "dyads-goldstein", address: "?view=dyads&shade=goldstein&of=IDN" },
    { name: "map", address: "?view=map" },
    { name: "map-world", address: "?view=map&frame=world" },
    { name: "quotations", address: "?view=quotations" },
    { name: "episode", address: `?view=episode&id=${often.id}` },
    { name: "article", address: `?view=article&id=${plain.article.id}` },
    { name: "article-event", address: `?view=article&id=${plain.article.id}&event=${plain.id}` },
    { name: "article-missing", address: "?view=article&id=99999999" },
    { name: "compare", address: "?view=compare" },
    { name: "corrections", address: "?view=corrections" },
    { name: "about", address: "?view=about" },
    ...[...hostiles.keys()].map((id, n) => ({
      name: `hostile-${n}`,
      address: `?view=article&id=${id}&event=${events.find((e) => e.article.id === id).id}`,
    })),
  ];
}
