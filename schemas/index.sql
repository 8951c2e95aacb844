-- index.db: what an index of a data set holds. Derived from the shards, made anew at any time.
-- Numbers: image = place in the order of keys, region = place in the image's region record,
-- concept = place in the pool, shard = 2 * unit's place (+ 1 for labels).
-- cosine_sum = sum of the cosines of the n_regions, in units of 2^-30.
PRAGMA application_id = 1347179057;
PRAGMA user_version = 2;

CREATE TABLE meta (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE shards (
  shard INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('regions', 'labels')),
  unit INTEGER NOT NULL,
  name TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  content_sha256 BLOB NOT NULL CHECK (length(content_sha256) = 32),
  records INTEGER NOT NULL,
  regions INTEGER NOT NULL,
  rejected INTEGER NOT NULL
) STRICT;

CREATE TABLE models (
  kind TEXT NOT NULL,
  role TEXT NOT NULL,
  sha256 BLOB NOT NULL CHECK (length(sha256) = 32),
  PRIMARY KEY (kind, role, sha256)
) STRICT, WITHOUT ROWID;

CREATE TABLE units (
  unit INTEGER PRIMARY KEY,
  first_image INTEGER NOT NULL,
  images INTEGER NOT NULL,
  regions_shard INTEGER NOT NULL,
  labels_shard INTEGER
) STRICT;

CREATE TABLE images (
  image INTEGER PRIMARY KEY,
  key BLOB NOT NULL,
  image_id INTEGER NOT NULL,
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  sha256 BLOB CHECK (sha256 IS NULL OR length(sha256) = 32),
  status INTEGER NOT NULL CHECK (status IN (0, 1)),
  reason TEXT CHECK ((reason IS NULL) = (status = 0)),
  n_regions INTEGER NOT NULL
) STRICT;

CREATE TABLE records (
  image INTEGER NOT NULL,
  kind TEXT NOT NULL,
  shard INTEGER NOT NULL,
  ordinal INTEGER NOT NULL,
  PRIMARY KEY (image, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE concepts (
  concept INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  occurrences INTEGER NOT NULL,
  images INTEGER NOT NULL
) STRICT;

CREATE TABLE concept_stats (
  concept INTEGER PRIMARY KEY,
  n_regions INTEGER NOT NULL,
  n_images INTEGER NOT NULL,
  cosine_sum INTEGER NOT NULL,
  mean_cosine REAL
) STRICT;

CREATE TABLE concept_regions (
  concept INTEGER NOT NULL,
  rank INTEGER NOT NULL,
  cosine REAL NOT NULL,
  image INTEGER NOT NULL,
  region INTEGER NOT NULL,
  PRIMARY KEY (concept, rank)
) STRICT, WITHOUT ROWID;

CREATE TABLE class_boxes (
  image INTEGER NOT NULL,
  place INTEGER NOT NULL,
  concept INTEGER NOT NULL,
  score REAL NOT NULL,
  region INTEGER NOT NULL,
  PRIMARY KEY (image, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE quarantine (
  image INTEGER PRIMARY KEY,
  reason TEXT NOT NULL,
  detail TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX images_by_key ON images (key);
CREATE INDEX images_by_image_id ON images (image_id);
CREATE UNIQUE INDEX concepts_by_name ON concepts (name);
CREATE INDEX class_boxes_by_concept ON class_boxes (concept, score DESC);
