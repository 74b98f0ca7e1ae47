-- What all migrations together make. Update: UPDATE_SNAPSHOT=1 npx vitest run test/store/schema-snapshot.test.ts
create table "ad_platform" (
  "ref" text primary key,
  "deleted" integer not null,
  "data_version" text,
  "seen" integer not null,
  "created_at" text not null,
  "updated_at" text not null,
  "code" text not null,
  "name" text not null,
  "channel" text not null,
  "alias" text
);
create table "booking" (
  "ref" text primary key,
  "deleted" integer not null,
  "data_version" text,
  "seen" integer not null,
  "created_at" text not null,
  "updated_at" text not null,
  "number" text not null,
  "date" text not null,
  "unit_ref" text,
  "client_ref" text,
  "manager_ref" text,
  "kind" text not null,
  "state" text not null,
  "expires_at" text,
  "posted" integer not null
);
create index "booking_by_unit_ref" on "booking" ("unit_ref");
create table "building" (
  "ref" text primary key,
  "deleted" integer not null,
  "data_version" text,
  "seen" integer not null,
  "created_at" text not null,
  "updated_at" text not null,
  "project_ref" text not null,
  "code" text not null,
  "name" text not null,
  "address" text,
  "floors_total" integer,
  "state" text not null,
  "built_year" integer,
  "ready_quarter" integer,
  "material" text,
  "yandex_house_id" integer
);
create table "call" (
  "id" text primary key,
  "call_key" text not null unique,
  "system" text not null,
  "state" text not null,
  "direction" text not null,
  "started_at" text not null,
  "answered_at" text,
  "ended_at" text,
  "day" text not null,
  "phone" text,
  "phone_raw" text not null,
  "phone_ext" text,
  "dialled" text,
  "agent" text,
  "source_platform" text,
  "source_campaign" text,
  "tracking_number" text,
  "keyword" text,
  "platform_ref" text,
  "campaign_ref" text,
  "attribution" text not null,
  "recording_url" text,
  "recording_state" text,
  "talk_seconds" integer,
  "reports" integer not null,
  "client_ref" text,
  "client_is_new" integer not null,
  "onec_state" text not null,
  "onec_ref" text,
  "onec_reason" text,
  "trace_id" text not null,
  "updated_at" text not null
);
create index "call_by_client" on "call" ("client_ref", "started_at");
create index "call_by_day" on "call" ("day", "started_at");
create index "call_by_onec_ref" on "call" ("onec_ref");
create index "call_by_onec_state" on "call" ("onec_state", "started_at", "id");
create index "call_by_phone" on "call" ("phone", "started_at");
create table "call_alias" (
  "alias" text primary key,
  "call_key" text not null
);
create index "call_alias_by_call_key" on "call_alias" ("call_key");
create table "call_note" (
  "call_key" text primary key,
  "text" text not null,
  "version" integer not null,
  "author" text not null,
  "saved_at" text not null,
  "state" text not null check (state in ('accepted', 'confirmed', 'refused', 'conflict')),
  "reason" text,
  "onec_text" text
);
create table "call_report" (
  "event_key" text primary key,
  "call_key" text not null,
  "fact_id" text not null,
  "received_at" text not null,
  "event" text not null
);
create index "call_report_by_call_key" on "call_report" ("call_key");
create table "campaign" (
  "ref" text primary key,
  "deleted" integer not null,
  "data_version" text,
  "seen" integer not null,
  "created_at" text not null,
  "updated_at" text not null,
  "code" text not null,
  "name" text not null,
  "platform_ref" text not null,
  "alias" text,
  "tracking_number" text
);
create table "client" (
  "ref" text primary key,
  "deleted" integer not null,
  "data_version" text,
  "seen" integer not null,
  "created_at" text not null,
  "updated_at" text not null,
  "code" text not null,
  "name" text not null,
  "name_folded" text not null,
  "kind" text not null,
  "last_name" text,
  "first_name" text,
  "middle_name" text,
  "lifecycle" text not null,
  "manager_ref" text,
  "external_key" text,
  "lines" integer default 0 not null
);
create index client_by_external_key on client (external_key) where external_key is not null;
create table client_email (
  client_ref text not null,
  n integer not null,
  email text not null,
  primary key (client_ref, n)
);
create table client_phone (
  client_ref text not null,
  n integer not null,
  e164 text,
  ext text,
  raw text not null,
  primary key (client_ref, n)
);
create index client_phone_by_e164 on client_phone (e164);
create table "conflict" (
  "message_id" integer not null references "outbox" ("id") on delete cascade,
  "property" text not null,
  "wanted" text not null,
  "got" text not null,
  "state" text not null check (state in ('open', 'accepted')),
  "trace_id" text not null,
  "at" text not null,
  constraint "conflict_pk" primary key ("message_id", "property")
);
create index "conflict_by_state" on "conflict" ("state", "at");
create table "deal" (
  "ref" text primary key,
  "deleted" integer not null,
  "data_version" text,
  "seen" integer not null,
  "created_at" text not null,
  "updated_at" text not null,
  "number" text not null,
  "date" text not null,
  "unit_ref" text,
  "manager_ref" text,
  "payment_kind" text not null,
  "contract_type" text not null,
  "price" integer not null,
  "registered_on" text,
  "terminated" integer not null,
  "posted" integer not null,
  "lines" integer default 0 not null
);
create index "deal_by_unit_ref" on "deal" ("unit_ref");
create table deal_client (
  deal_ref text not null,
  n integer not null,
  client_ref text not null,
  primary key (deal_ref, n)
);
create index deal_client_by_client_ref on deal_client (client_ref);
create table "debt_alert" (
  "key" text primary key,
  "deal_ref" text not null,
  "message_id" integer references "outbox" ("id"),
  "at" text not null
);
create index "debt_alert_by_deal" on "debt_alert" ("deal_ref");
create table "hub_user" (
  "login" text primary key,
  "name" text not null,
  "role" text not null,
  "password" text not null,
  "created_at" text not null,
  "disabled" integer not null
);
create table "inbox_fact" (
  "id" text not null primary key,
  "source" text not null,
  "key" text not null,
  "trace_id" text not null,
  "received_at" text not null,
  "content_type" text,
  "headers" text not null,
  "body" text not null,
  "subject_key" text,
  "state" text not null check (state in ('new', 'done', 'parked')),
  "reason" text,
  "handled_at" text,
  constraint "inbox_fact_source_key" unique ("source", "key")
);
create index "inbox_fact_by_state" on "inbox_fact" ("state", "id");
create index "inbox_fact_by_subject_key" on "inbox_fact" ("subject_key") where subject_key is not null;
create table "job" (
  "seq" integer primary key autoincrement,
  "id" text not null unique,
  "queue" text not null,
  "state" text not null check (state in ('ready', 'active', 'done', 'dead', 'cancelled')),
  "key" text,
  "dedupe_key" text,
  "priority" integer default 0 not null,
  "data" text not null,
  "trace_id" text,
  "attempt" integer default 0 not null,
  "failures" integer default 0 not null,
  "run_at" text not null,
  "lease_until" text,
  "worker" text,
  "last_error" text,
  "created_at" text not null,
  "updated_at" text not null
);
create index "job_alive_by_key" on "job" ("queue", "key", "seq") where key is not null and state in ('ready', 'active', 'dead');
create index "job_by_state" on "job" ("state", "queue");
create index "job_due" on "job" ("run_at") where state = 'ready';
create unique index "job_fresh_dedupe_key" on "job" ("queue", "dedupe_key") where dedupe_key is not null and state = 'ready' and attempt = 0;
create index "job_leased" on "job" ("lease_until") where state = 'active';
create index "job_over" on "job" ("updated_at") where state in ('done', 'cancelled');
create index "job_ready_by_dedupe_key" on "job" ("queue", "dedupe_key") where dedupe_key is not null and state = 'ready';
create index "job_to_run" on "job" ("queue", "priority" desc, "run_at", "seq") where state = 'ready';
create table "journal_entry" (
  "id" integer primary key autoincrement,
  "trace_id" text not null,
  "at" text not null,
  "step" text not null,
  "text" text not null,
  "level" text not null,
  "facts" text not null
);
create index "journal_entry_by_trace" on "journal_entry" ("trace_id", "id");
create table "manager" (
  "ref" text primary key,
  "deleted" integer not null,
  "data_version" text,
  "seen" integer not null,
  "created_at" text not null,
  "updated_at" text not null,
  "code" text not null,
  "name" text not null,
  "phone" text,
  "email" text,
  "login" text
);
create table "mapping_effect" (
  "id" text primary key,
  "at" text not null,
  "author" text not null,
  "base_fingerprint" text not null,
  "files" text not null,
  "disk" text not null,
  "state" text not null check (state in ('running', 'done', 'failed', 'stopped')),
  "progress" text,
  "result" text,
  "reason" text,
  "job_id" text,
  "finished_at" text,
  "seen_at" text
);
create table "mapping_version" (
  "id" integer primary key autoincrement,
  "at" text not null,
  "author" text not null,
  "comment" text not null,
  "files" text not null,
  "fingerprint" text not null,
  "changed" text not null,
  "effect" text,
  "rolled_back_to" integer references "mapping_version" ("id"),
  "written_at" text,
  "cases" text default '{}' not null
);
create table "metadata_change" (
  "key" text primary key,
  "change" text not null,
  "severity" text not null check (severity in ('error', 'warning', 'info')),
  "state" text not null check (state in ('open', 'quiet', 'acknowledged', 'settled')),
  "trace_id" text not null,
  "seen_at" text not null,
  "told_at" text,
  "settled_at" text,
  "settled_by" text,
  "outcome" text
);
create index "metadata_change_by_state" on "metadata_change" ("state", "seen_at");
create table "metadata_snapshot" (
  "name" text primary key,
  "infobase" text not null,
  "fingerprint" text not null,
  "shape" text not null,
  "at" text not null
);
create table "migration" (
  "name" text not null primary key,
  "applied_at" text not null
);
create table "mirror_known" (
  "entity" text not null,
  "ref" text not null,
  "version" text not null,
  constraint "mirror_known_pk" primary key ("entity", "ref")
);
create table "outbox" (
  "id" integer primary key autoincrement,
  "sink" text not null,
  "kind" text not null,
  "key" text not null unique,
  "subject" text not null,
  "payload" text not null,
  "state" text not null,
  "attempts" integer not null,
  "result" text,
  "reason" text,
  "trace_id" text not null,
  "created_at" text not null,
  "updated_at" text not null
);
create index "outbox_by_state" on "outbox" ("state", "updated_at");
create index "outbox_by_subject" on "outbox" ("subject", "kind");
create table "outbox_attempt" (
  "id" integer primary key autoincrement,
  "message_id" integer not null references "outbox" ("id"),
  "started_at" text not null,
  "ended_at" text,
  "outcome" text,
  "detail" text
);
create index "outbox_attempt_by_message" on "outbox_attempt" ("message_id");
create table "payment" (
  "ref" text primary key,
  "deleted" integer not null,
  "data_version" text,
  "seen" integer not null,
  "created_at" text not null,
  "updated_at" text not null,
  "number" text not null,
  "date" text not null,
  "deal_ref" text,
  "client_ref" text,
  "amount" integer not null,
  "kind" text not null,
  "posted" integer not null
);
create index "payment_by_deal_ref" on "payment" ("deal_ref");
create table "project" (
  "ref" text primary key,
  "deleted" integer not null,
  "data_version" text,
  "seen" integer not null,
  "created_at" text not null,
  "updated_at" text not null,
  "code" text not null,
  "name" text not null,
  "city" text,
  "address" text,
  "latitude" real,
  "longitude" real,
  "yandex_building_id" integer,
  "sales_phone" text
);
create table "pull_cursor" (
  "entity" text not null,
  "n" integer not null,
  "pull" integer not null,
  "range_from" text not null,
  "range_to" text not null,
  "next" integer not null,
  "finished" integer not null,
  constraint "pull_cursor_pk" primary key ("entity", "n")
);
create table "replay" (
  "id" text primary key,
  "at" text not null,
  "author" text not null,
  "filter" text not null,
  "hash" text not null,
  "mapping" text not null check (mapping in ('now', 'then')),
  "dry" integer not null,
  "state" text not null check (state in ('running', 'done', 'stopped')),
  "waiting" text,
  "beyond" integer not null,
  "finished_at" text,
  "trace_id" text not null
);
create unique index replay_running on replay (hash) where state = 'running';
create table "replay_item" (
  "id" integer primary key autoincrement,
  "replay_id" text not null references "replay" ("id") on delete cascade,
  "subject" text not null,
  "target" text not null,
  "since" text not null,
  "title" text not null,
  "state" text not null check (state in ('waiting', 'held', 'done', 'failed', 'skipped')),
  "tries" integer default 0 not null,
  "text" text,
  "detail" text,
  "handled_at" text
);
create index "replay_item_by_state" on "replay_item" ("replay_id", "state", "id");
create table schedule_line (
  deal_ref text not null,
  line integer not null,
  due_on text,
  amount integer not null,
  primary key (deal_ref, line)
);
create table "schedule_slot" (
  "name" text not null,
  "slot" text not null,
  "fired_at" text,
  constraint "schedule_slot_pk" primary key ("name", "slot")
);
create table "session" (
  "id" text primary key,
  "login" text not null,
  "created_at" text not null,
  "expires_at" text not null
);
create table "state" (
  "name" text primary key,
  "value" text not null,
  "updated_at" text not null
);
create table "trace" (
  "trace_id" text primary key,
  "topic" text not null,
  "title" text not null,
  "started_at" text not null,
  "last_at" text not null,
  "steps" integer not null,
  "level" text not null,
  "search" text not null
);
create index "trace_by_last_at" on "trace" ("last_at", "trace_id");
create table "unit" (
  "ref" text primary key,
  "deleted" integer not null,
  "data_version" text,
  "seen" integer not null,
  "created_at" text not null,
  "updated_at" text not null,
  "code" text not null,
  "building_ref" text not null,
  "kind" text not null,
  "section" text,
  "floor" integer,
  "position" integer,
  "number" text not null,
  "rooms" integer,
  "area_total" integer,
  "area_living" integer,
  "area_kitchen" integer,
  "status" text not null,
  "price" integer,
  "finishing" text,
  "plan_url" text
);
create index "unit_by_building_ref" on "unit" ("building_ref");
create table "unmapped" (
  "entity" text not null,
  "ref" text not null,
  "reason" text not null,
  "trace_id" text not null,
  "at" text not null,
  constraint "unmapped_pk" primary key ("entity", "ref")
);
create table "verification" (
  "id" text primary key,
  "day" text not null,
  "started_at" text not null,
  "finished_at" text,
  "moved_at" text not null,
  "cause" text not null,
  "verdict" text not null,
  "reason" text,
  "progress" text,
  "figures" text not null,
  "gaps" integer not null,
  "healed" integer not null,
  "trace_id" text not null
);
create index "verification_by_day" on "verification" ("day", "id");
create table "verification_gap" (
  "id" integer primary key autoincrement,
  "verification_id" text not null references "verification" ("id") on delete cascade,
  "entity" text not null,
  "ref" text not null,
  "kind" text not null,
  "text" text not null,
  "healable" integer not null,
  "state" text not null,
  "settled_at" text
);
create index "verification_gap_by_run" on "verification_gap" ("verification_id");
