// Shows openapi.json: every route with its parameters and the form of its answer.

/** An element with text or children. */
function make(name, content = [], attributes = {}) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...(Array.isArray(content) ? content : [content]));
  return element;
}

/** The type of a schema in few words, with a link where it has a name. */
function kind(schema, spec) {
  if (!schema) return ["anything"];
  if (schema.$ref) {
    const name = schema.$ref.split("/").pop();
    return [make("a", name, { href: `#${name}` })];
  }
  const choices = schema.oneOf ?? schema.anyOf ?? schema.allOf;
  if (choices) return choices.flatMap((s, n) => (n ? [" or ", ...kind(s, spec)] : kind(s, spec)));
  if (schema.type === "array") return ["list of ", ...kind(schema.items, spec)];
  return [[schema.type].flat().join(" or ") || "anything"];
}

function table(caption, heads, rows) {
  const head = make("thead", make("tr", heads.map((h) => make("th", h, { scope: "col" }))));
  const body = make("tbody", rows.map(([first, ...rest]) =>
    make("tr", [make("th", make("code", first), { scope: "row" }), ...rest.map((r) => make("td", r))])));
  return make("div", make("table", [make("caption", caption), head, body]), { class: "scroll" });
}

function route(path, method, operation, spec) {
  const parts = [];
  if (operation.description) parts.push(make("p", operation.description));
  if (operation.security) parts.push(make("p", "Needs the header Authorization: Bearer TOKEN."));
  if (operation.parameters?.length) {
    parts.push(table("Parameters", ["Name", "In", "What it takes"],
      operation.parameters.map((p) => [p.name, p.in, p.description ?? kind(p.schema, spec)])));
  }
  const body = Object.entries(operation.requestBody?.content ?? {});
  for (const [media, { schema }] of body) parts.push(make("p", ["Body: ", make("code", media), " ", ...kind(schema, spec)]));
  parts.push(table("Answers", ["Status", "Form", "Content"],
    Object.entries(operation.responses).map(([status, answer]) => {
      const [media, content] = Object.entries(answer.content ?? {})[0] ?? ["", {}];
      return [status, media, kind(content.schema, spec)];
    })));
  const title = [make("span", method.toUpperCase(), { class: "method" }), make("span", path, { class: "path" })];
  const head = make("summary", [make("h2", title), make("div", operation.summary ?? "")]);
  return make("section", make("details", [head, ...parts]));
}

function schema(name, { description, properties = {}, required = [] }, spec) {
  const rows = Object.entries(properties).map(([field, of]) =>
    [field, kind(of, spec), required.includes(field) ? "always" : "", of.description ?? ""]);
  const parts = [make("h2", name), make("p", description ?? "")];
  if (rows.length) parts.push(table("Fields", ["Name", "Type", "Is there", "What it is"], rows));
  return make("section", parts, { id: name });
}

const main = document.getElementById("routes");
try {
  const answer = await fetch("openapi.json");
  if (!answer.ok) throw new Error(answer.statusText);
  const spec = await answer.json();
  document.getElementById("about").textContent = spec.info.description;
  for (const [path, methods] of Object.entries(spec.paths)) {
    for (const [method, operation] of Object.entries(methods)) main.append(route(path, method, operation, spec));
  }
  for (const [name, of] of Object.entries(spec.components?.schemas ?? {})) main.append(schema(name, of, spec));
} catch (error) {
  main.append(make("p", `openapi.json could not be read: ${error.message}`, { role: "alert" }));
}
