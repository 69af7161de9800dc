-- Schema 1 of an archive. docs/archive.md says what each column means.

CREATE TABLE meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID;

CREATE TABLE outlets (key INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE COLLATE NOCASE);

CREATE TABLE documents (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    given_id TEXT,
    url TEXT,
    outlet TEXT,
    title TEXT,
    byline TEXT,
    published TEXT,
    language TEXT,
    text TEXT,
    extra TEXT,
    added TEXT NOT NULL,
    digest TEXT NOT NULL
);
CREATE INDEX documents_url ON documents (url);
CREATE INDEX documents_given_id ON documents (given_id);
CREATE INDEX documents_outlet ON documents (outlet);

CREATE TABLE versions (
    document INTEGER NOT NULL REFERENCES documents (key) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    added TEXT NOT NULL,
    replaced TEXT NOT NULL,
    digest TEXT NOT NULL,
    record TEXT NOT NULL,
    PRIMARY KEY (document, number)
) WITHOUT ROWID;

CREATE TABLE people (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    wikidata TEXT,
    listed INTEGER NOT NULL DEFAULT 0
);

-- Ways to find a person. `origin` is list, text or hand; `last` the last word of the name.
CREATE TABLE people_names (
    name TEXT NOT NULL,
    person INTEGER NOT NULL REFERENCES people (key),
    origin TEXT NOT NULL,
    last TEXT NOT NULL,
    PRIMARY KEY (name, person, origin)
) WITHOUT ROWID;
CREATE INDEX people_names_last ON people_names (last);
CREATE INDEX people_names_person ON people_names (person);

CREATE TABLE people_roles (
    role TEXT NOT NULL,
    person INTEGER NOT NULL REFERENCES people (key),
    since TEXT NOT NULL DEFAULT '',
    until TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (role, person, since, until)
) WITHOUT ROWID;
CREATE INDEX people_roles_person ON people_roles (person);

CREATE VIRTUAL TABLE people_words USING fts5 (
    name, content='', contentless_delete=1, detail=full, tokenize='unicode61 remove_diacritics 2'
);

-- Merges and splits by hand, oldest first.
CREATE TABLE decisions (
    key INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    document TEXT NOT NULL,
    person TEXT NOT NULL
);
CREATE UNIQUE INDEX decisions_once ON decisions (kind, name, document);

CREATE TABLE entities (
    key INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES documents (key),
    local_id TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    roles TEXT NOT NULL,
    gender TEXT,
    person INTEGER REFERENCES people (key),
    confidence REAL
);
CREATE INDEX entities_document ON entities (document);
CREATE INDEX entities_person ON entities (person, document);

CREATE TABLE mentions (
    entity INTEGER NOT NULL REFERENCES entities (key),
    position INTEGER NOT NULL,
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (entity, position)
) WITHOUT ROWID;

CREATE TABLE families (
    key INTEGER PRIMARY KEY,
    "first" INTEGER NOT NULL,
    tellings INTEGER NOT NULL,
    outlets INTEGER NOT NULL,
    altered INTEGER NOT NULL,
    first_published TEXT,
    last_published TEXT
);
CREATE INDEX families_outlets ON families (outlets, tellings);
CREATE INDEX families_altered ON families (altered, last_published);

CREATE TABLE statements (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    document INTEGER NOT NULL REFERENCES documents (key),
    local_id TEXT NOT NULL,
    form TEXT NOT NULL,
    act TEXT NOT NULL,
    negated INTEGER NOT NULL,
    content TEXT NOT NULL,
    content_spans TEXT NOT NULL,
    cue TEXT,
    cue_spans TEXT,
    source TEXT,
    source_spans TEXT,
    entity INTEGER REFERENCES entities (key),
    speaker_name TEXT,
    speaker_kind TEXT NOT NULL,
    speaker_role TEXT,
    anonymous INTEGER NOT NULL,
    basis TEXT,
    inside TEXT,
    when_text TEXT,
    when_date TEXT,
    when_span TEXT,
    place TEXT,
    place_span TEXT,
    condition TEXT,
    condition_span TEXT,
    confidence REAL NOT NULL,
    person INTEGER REFERENCES people (key),
    family INTEGER REFERENCES families (key),
    outlet INTEGER REFERENCES outlets (key),
    published TEXT NOT NULL
);
CREATE INDEX statements_document ON statements (document);
CREATE INDEX statements_entity ON statements (entity);
CREATE INDEX statements_person ON statements (person, published);
CREATE INDEX statements_family ON statements (family) WHERE family IS NOT NULL;
CREATE INDEX statements_outlet ON statements (outlet, published);
CREATE INDEX statements_published ON statements (published);

-- What the words index holds of a statement: its words, its speaker, and its marks, one word each.
CREATE VIEW statements_indexed AS
SELECT key, content, coalesce(speaker_name, '') AS speaker,
    'f' || form || ' a' || act || ' n' || anonymous
    || coalesce(' o' || outlet, '') || coalesce(' p' || person, '')
    || coalesce(' y' || nullif(substr(published, 1, 4), ''), '')
    || coalesce(' m' || substr(published, 1, 4) || nullif(substr(published, 6, 2), ''), '')
    AS marks
FROM statements;

CREATE VIRTUAL TABLE statements_words USING fts5 (
    content, speaker, marks,
    content='statements_indexed', content_rowid='key',
    tokenize='porter unicode61 remove_diacritics 2'
);

CREATE TABLE relays (
    statement INTEGER NOT NULL REFERENCES statements (key),
    position INTEGER NOT NULL,
    entity INTEGER REFERENCES entities (key),
    name TEXT NOT NULL,
    PRIMARY KEY (statement, position)
) WITHOUT ROWID;
CREATE INDEX relays_entity ON relays (entity);

CREATE TABLE labels (
    key INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES documents (key),
    label TEXT NOT NULL,
    target_entity INTEGER REFERENCES entities (key),
    target_name TEXT NOT NULL,
    by_entity INTEGER REFERENCES entities (key),
    by_name TEXT,
    cue TEXT,
    quoted INTEGER NOT NULL,
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL
);
CREATE INDEX labels_document ON labels (document);
CREATE INDEX labels_target ON labels (target_entity);
CREATE INDEX labels_by ON labels (by_entity);

-- Pairs of statements that were found to be one utterance; `statement` was added after `other`.
CREATE TABLE links (
    statement INTEGER NOT NULL REFERENCES statements (key),
    other INTEGER NOT NULL REFERENCES statements (key),
    kind TEXT NOT NULL,
    altered INTEGER NOT NULL,
    PRIMARY KEY (statement, other)
) WITHOUT ROWID;
CREATE INDEX links_other ON links (other);

-- Pairs of neighbouring content words, hashed: how tellings find each other.
CREATE TABLE shingles (
    shingle INTEGER NOT NULL,
    statement INTEGER NOT NULL REFERENCES statements (key),
    PRIMARY KEY (shingle, statement)
) WITHOUT ROWID;

CREATE TABLE feeds (
    url TEXT PRIMARY KEY,
    etag TEXT,
    modified TEXT,
    checked INTEGER,
    due INTEGER,
    failures INTEGER NOT NULL DEFAULT 0,
    error TEXT
) WITHOUT ROWID;

CREATE TABLE feed_items (
    item TEXT PRIMARY KEY,
    seen INTEGER NOT NULL
) WITHOUT ROWID;
