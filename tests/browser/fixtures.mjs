// Records made by hand for the views, so that they can be tested whatever the engine finds: each has
// every field that a page shows. Spans are looked up in the text, so they cannot go stale.

const span = (text, words, from = 0) => {
  const at = text.indexOf(words, from);
  if (at < 0) throw new Error(`no “${words}” in the text`);
  const start = [...text.slice(0, at)].length;
  return [start, start + [...words].length];
};
const words = (text, ...parts) => ({ text: parts.join(" ... "), spans: parts.map((part) => span(text, part)) });

/** An article as a record: statements are given as {content, cue, source, ...}. */
function record(document, text, entities, statements, labels = []) {
  const known = new Map(entities.map((entity, at) => [entity.name, `e${at + 1}`]));
  const party = (name) => ({ entity: known.get(name) ?? null, name });
  return {
    document: { id: null, url: null, outlet: null, title: null, byline: null, published: null, language: "en", ...document, text },
    statements: statements.map((statement, at) => ({
      id: `s${at + 1}`,
      form: statement.form ?? "indirect",
      act: { kind: statement.act ?? "states", negated: statement.negated ?? false },
      content: words(text, ...[statement.content].flat()),
      cue: statement.cue ? words(text, statement.cue) : null,
      source: statement.source ? words(text, statement.source) : null,
      speaker: {
        entity: known.get(statement.speaker) ?? null,
        name: statement.speaker ?? null,
        kind: statement.kind ?? "person",
        role: statement.role ?? null,
        anonymous: statement.anonymous ?? false,
        basis: statement.basis ?? null,
      },
      via: (statement.via ?? []).map(party),
      inside: statement.inside ?? null,
      when: statement.when ? { text: statement.when[0], date: statement.when[1], span: span(text, statement.when[0]) } : null,
      where: statement.where ? { text: statement.where, span: span(text, statement.where) } : null,
      condition: statement.condition ? { text: statement.condition, span: span(text, statement.condition) } : null,
      confidence: statement.confidence ?? 0.9,
    })),
    labels: labels.map((label) => ({
      label: label.label,
      target: party(label.target),
      by: label.by ? party(label.by) : null,
      cue: label.cue ?? null,
      quoted: label.quoted ?? false,
      span: span(text, label.label),
    })),
    entities: entities.map((entity, at) => ({
      id: `e${at + 1}`,
      name: entity.name,
      kind: entity.kind ?? "person",
      roles: entity.roles ?? [],
      mentions: (entity.mentions ?? [[entity.name, "name"]]).map(([words, kind]) => ({ text: words, span: span(text, words), kind })),
    })),
  };
}

const lantern = `The foreign minister of Vessen, Tomas Arlo, said on Friday that the road to Sundmark would stay shut.

"A road does not listen to either side," he told the weekly Lantern in Sundmark, the Harbour Gazette reported.

According to the Gazette, Arlo said that his own envoy had told him that "nobody will fire first". An official, who was not authorised to speak about the talks, denied that the road was mined. If the rebels agree, Arlo intends to open the road on Monday.

His critics have dubbed him the Road Mender.`;

const gazette = `Tomas Arlo, the foreign minister, told the Lantern: "A road does not listen to either side."

Petra Holm said that she did not believe a word of it.`;

const morning = `"A road does not listen to any side," Tomas Arlo told the Lantern.

The tabloid asked whether the minister, "the Road Mender", would resign.`;

const later = `Tomas Arlo said in 2025 that the road was open again, and that the road would stay open.`;

export const records = [
  record(
    { url: "https://lantern.example/road", outlet: "Lantern", title: "Road to Sundmark stays shut, minister says", byline: "By Ada Quill", published: "2024-06-15" },
    lantern,
    [
      { name: "Tomas Arlo", roles: ["foreign minister of Vessen"], mentions: [["Tomas Arlo", "name"], ["he", "pronoun"]] },
      { name: "Lantern", kind: "organization" },
      { name: "Harbour Gazette", kind: "organization" },
      { name: "his own envoy" , mentions: [["his own envoy", "nominal"]] },
      { name: "An official", mentions: [["An official", "nominal"]] },
      { name: "critics", kind: "group", mentions: [["critics", "nominal"]] },
    ],
    [
      { content: "the road to Sundmark would stay shut", cue: "said", source: "The foreign minister of Vessen, Tomas Arlo", speaker: "Tomas Arlo", role: "foreign minister of Vessen", when: ["on Friday", "2024-06-14"], confidence: 0.97 },
      { form: "direct", content: "\"A road does not listen to either side,\"", cue: "told", source: "he", speaker: "Tomas Arlo", role: "foreign minister of Vessen", via: ["Lantern", "Harbour Gazette"], where: "in Sundmark", confidence: 0.94 },
      { form: "mixed", content: "his own envoy had told him that \"nobody will fire first\"", cue: "said that", source: "Arlo", speaker: "Tomas Arlo", via: ["Harbour Gazette"], confidence: 0.88 },
      { form: "direct", content: "\"nobody will fire first\"", cue: "had told", source: "his own envoy", speaker: "his own envoy", inside: "s3", via: ["Tomas Arlo", "Harbour Gazette"], confidence: 0.81 },
      { act: "denies", content: "that the road was mined", cue: "denied", source: "An official, who was not authorised to speak about the talks", speaker: "An official", anonymous: true, basis: "was not authorised to speak about the talks", confidence: 0.76 },
      { act: "intends", content: "to open the road", cue: "intends", source: "Arlo", speaker: "Tomas Arlo", condition: "If the rebels agree", when: ["on Monday", null], confidence: 0.7 },
    ],
    [{ label: "Road Mender", target: "Tomas Arlo", by: "critics", cue: "dubbed" }],
  ),
  record(
    { url: "https://gazette.example/arlo", outlet: "Harbour Gazette", title: "'A road does not listen': Arlo", published: "2024-06-16" },
    gazette,
    [{ name: "Tomas Arlo", roles: ["foreign minister"] }, { name: "Lantern", kind: "organization" }, { name: "Petra Holm" }],
    [
      { form: "direct", content: "\"A road does not listen to either side.\"", cue: "told", source: "Tomas Arlo, the foreign minister", speaker: "Tomas Arlo", via: ["Lantern"] },
      { act: "believes", negated: true, content: "a word of it", cue: "did not believe", source: "she", speaker: "Petra Holm" },
    ],
  ),
  record(
    { url: "https://morning.example/road", outlet: "Morning Bell", title: "Minister and road", published: "2024-06-17" },
    morning,
    [{ name: "Tomas Arlo" }, { name: "Lantern", kind: "organization" }, { name: "The tabloid", kind: "organization", mentions: [["The tabloid", "nominal"]] }],
    [
      { form: "direct", content: "\"A road does not listen to any side,\"", cue: "told", source: "Tomas Arlo", speaker: "Tomas Arlo", via: ["Lantern"] },
      { act: "asks", content: "whether the minister, \"the Road Mender\", would resign", cue: "asked", source: "The tabloid", speaker: "The tabloid", kind: "organization", form: "mixed" },
    ],
    [{ label: "Road Mender", target: "Tomas Arlo", quoted: true }],
  ),
  record(
    { url: "https://lantern.example/open", outlet: "Lantern", title: "Road open", published: "2025-02-01" },
    later,
    [{ name: "Tomas Arlo" }],
    [{ content: "the road was open again, and that the road would stay open", cue: "said", source: "Tomas Arlo", speaker: "Tomas Arlo" }],
  ),
];

/** Markup and script wherever an article can bring text. */
export const evil = `"><script>alert(1)</script><img src=x onerror=alert(2)><svg onload=alert(3)>'--><iframe src="https://elsewhere.example/"></iframe><style>*{display:none}</style>{{7*7}}`;

const evilText = `${evil} said that "${evil}" was so. ${evil} called it the ${evil}.`;
const whole = [[...evil].length, evilText];

export const injected = {
  document: {
    id: `${evil}`, url: `javascript:alert(4)//${evil}`, outlet: evil, title: evil, byline: evil, published: "2024-06-18", language: `en" onload="alert(5)`, text: evilText, [evil]: evil,
  },
  statements: [{
    id: evil, form: "direct", act: { kind: "states", negated: false },
    content: { text: evil, spans: [[whole[0] + 12, whole[0] * 2 + 12]] },
    cue: { text: evil, spans: [[whole[0] + 1, whole[0] + 10]] },
    source: { text: evil, spans: [[0, whole[0]]] },
    speaker: { entity: evil, name: evil, kind: "person", role: evil, anonymous: true, basis: evil },
    via: [{ entity: null, name: evil }], inside: null,
    when: { text: evil, date: evil, span: [0, 4] }, where: { text: evil, span: [0, 4] }, condition: { text: evil, span: [0, 4] }, confidence: 0.5,
  }],
  labels: [{ label: evil, target: { entity: evil, name: evil }, by: { entity: evil, name: evil }, cue: evil, quoted: true, span: [3, 9] }],
  entities: [{ id: evil, name: evil, kind: "person", roles: [evil], mentions: [{ text: evil, span: [0, whole[0]], kind: "name" }] }],
};
