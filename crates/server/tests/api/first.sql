-- A team as version 0.1.0 stored it.
PRAGMA foreign_keys = OFF;
PRAGMA user_version = 1;
BEGIN TRANSACTION;
CREATE TABLE device (
        id     TEXT PRIMARY KEY,
        person TEXT NOT NULL REFERENCES person ON DELETE CASCADE,
        name   TEXT NOT NULL,
        kind   TEXT NOT NULL,
        joined INTEGER NOT NULL,
        token  BLOB NOT NULL UNIQUE
    ) STRICT, WITHOUT ROWID;
INSERT INTO "device" VALUES('j0I-Gp2C46d3rodSZZnAMQ','g0HbLlvlkizrMbU3o9j2ZA','Laptop','"desktop"',1772451004701,X'7023FC144E9C68156237C7CA57BEA17CDCE8A33DC47A4E935117D42EB892D270');
INSERT INTO "device" VALUES('q1gRqtm1ppuChklU0KJhWQ','4vgXu3DRPx2z_WejLPcGfg','Desk','"desktop"',1772451004716,X'930A1679FC222664F3128320BE963FC6DDF40B54CA1136D88BF9041F4D396D41');
CREATE TABLE favourite (
        viewer TEXT NOT NULL REFERENCES person ON DELETE CASCADE,
        place  INTEGER NOT NULL,
        person TEXT NOT NULL REFERENCES person ON DELETE CASCADE,
        PRIMARY KEY (viewer, place)
    ) STRICT, WITHOUT ROWID;
INSERT INTO "favourite" VALUES('g0HbLlvlkizrMbU3o9j2ZA',0,'4vgXu3DRPx2z_WejLPcGfg');
CREATE TABLE invite (
        code    BLOB PRIMARY KEY,
        remain  INTEGER NOT NULL,
        until   INTEGER NOT NULL,
        admin   INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
INSERT INTO "invite" VALUES(X'05A717917FC9839C866AFA44FB67433045C58EAD2339C78BE338ACAECDEB5A2D',0,1773055004683,1);
INSERT INTO "invite" VALUES(X'C083D9255FFF43A518083DBA3462ED710792CDADC629E20020A2A4D6C2B58C11',0,1773055004714,0);
CREATE TABLE person (
        id                 TEXT PRIMARY KEY,
        joined             INTEGER NOT NULL,
        profile            TEXT NOT NULL,
        claims             TEXT NOT NULL,
        shown_availability TEXT NOT NULL,
        shown_status       TEXT NOT NULL,
        shown_since        INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
INSERT INTO "person" VALUES('4vgXu3DRPx2z_WejLPcGfg',1772451004716,'{"name":"Ben","zone":"Asia/Tokyo","contacts":[],"admin":false}','{"manual":[{"id":"RRh_BX8jYmuxGoWOPpME-Q","status":"focusing","availability":"do_not_disturb","sticky":false,"chosen":"2026-03-02T11:30:04.735Z"}],"manual_changed":"2026-03-02T11:30:04.735Z","calls":[],"presenting":[],"external":[],"calendar":[],"dismissed":[],"devices":[{"id":"q1gRqtm1ppuChklU0KJhWQ","kind":"desktop","activity":"locked","since":"2026-03-02T11:30:04.734Z","lease":"stream","last_report":[1772451004731,1]}]}','"do_not_disturb"','focusing',1772451004735);
INSERT INTO "person" VALUES('g0HbLlvlkizrMbU3o9j2ZA',1772451004701,'{"name":"Ann","group":"Design","zone":"Europe/Lisbon","contacts":[{"kind":"mail","address":"mailto:ann@example.org"}],"admin":true}','{"manual":[{"id":"xSiYuv1w8s6nsthqy0cI9w","status":"out_of_office","availability":"out_of_office","sticky":true,"chosen":"2026-03-02T11:30:04.725Z"}],"manual_changed":"2026-03-02T11:30:04.725Z","calls":[],"presenting":[],"external":[],"calendar":[],"dismissed":[],"devices":[],"note":{"text":"Back soon","emoji":"🏡"}}','"out_of_office"','out_of_office',1772451004725);
CREATE TABLE team (
        only INTEGER PRIMARY KEY CHECK (only = 1),
        name TEXT NOT NULL,
        key  BLOB NOT NULL
    ) STRICT;
INSERT INTO "team" VALUES(1,'Lighthouse',X'308187020100301306072A8648CE3D020106082A8648CE3D030107046D306B020101042045A124C4231CEAD2297943E173D19823E2874278C75C685B31D2F037C69A49BDA14403420004BC1279DA129AF1F397D238F5C7526A003079BB5B1860FB014EB29247AD9313E82EC20D5D0C6D3B97F403EB58F278C7C7D648F7DFE151F90CA38D0327C080CBB5');
CREATE INDEX device_of_person ON device (person);
CREATE INDEX favourite_of ON favourite (person);
COMMIT;
