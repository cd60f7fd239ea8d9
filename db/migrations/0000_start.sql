CREATE TABLE "account_counts" (
	"mail_server_id" integer NOT NULL,
	"server_id" integer NOT NULL,
	"kind" text NOT NULL,
	"total" integer DEFAULT 0 NOT NULL,
	"outdated" integer DEFAULT 0 NOT NULL,
	"unknown" integer DEFAULT 0 NOT NULL,
	"problems" integer DEFAULT 0 NOT NULL,
	"moving" integer DEFAULT 0 NOT NULL,
	"needs_password" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "account_counts_mail_server_id_server_id_kind_pk" PRIMARY KEY("mail_server_id","server_id","kind")
);
--> statement-breakpoint
CREATE TABLE "accounts" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"server_id" integer NOT NULL,
	"mail_server_id" integer,
	"source_id" integer NOT NULL,
	"source_guid" text NOT NULL,
	"name" text NOT NULL,
	"ascii" text NOT NULL,
	"label" text DEFAULT '' NOT NULL,
	"client_id" bigint,
	"parent_id" bigint,
	"source" jsonb,
	"source_digest" text,
	"central" jsonb,
	"central_digest" text,
	"written" jsonb,
	"central_id" integer,
	"central_guid" text,
	"central_server_id" integer,
	"sync_status" text DEFAULT 'unknown' NOT NULL,
	"differences" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"stage" text,
	"stage_since" timestamp with time zone,
	"stage_until" timestamp with time zone,
	"stage_times" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"waiting" text,
	"problem" text,
	"problem_detail" text,
	"problem_since" timestamp with time zone,
	"missing_since" timestamp with time zone,
	"solution" text,
	"solved_by" text,
	"address_count" integer DEFAULT 0 NOT NULL,
	"needs_password" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"changed_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "accounts_identity" UNIQUE("server_id","kind","source_guid")
);
--> statement-breakpoint
CREATE TABLE "addresses" (
	"account_id" bigint NOT NULL,
	"name" text NOT NULL,
	"source" jsonb,
	"central" jsonb,
	"written" jsonb,
	"needs_password" boolean DEFAULT false NOT NULL,
	"missing_since" timestamp with time zone,
	CONSTRAINT "addresses_account_id_name_pk" PRIMARY KEY("account_id","name")
);
--> statement-breakpoint
CREATE TABLE "administrators" (
	"id" serial PRIMARY KEY NOT NULL,
	"login" text NOT NULL,
	"name" text NOT NULL,
	"password_hash" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"disabled_at" timestamp with time zone,
	CONSTRAINT "administrators_login_unique" UNIQUE("login")
);
--> statement-breakpoint
CREATE TABLE "assignments" (
	"server_id" integer PRIMARY KEY NOT NULL,
	"mail_server_id" integer NOT NULL,
	"wish" text DEFAULT 'assigned' NOT NULL,
	"generation" integer DEFAULT 1 NOT NULL,
	"wished_by" text NOT NULL,
	"wished_at" timestamp with time zone DEFAULT now() NOT NULL,
	"refresh_wanted_at" timestamp with time zone,
	"synchronize_wanted_at" timestamp with time zone,
	"synchronize_wanted_by" text,
	"release_wanted_at" timestamp with time zone,
	"looked_at" timestamp with time zone,
	"looked_error" text,
	"synchronized_at" timestamp with time zone,
	"last_clients" integer,
	"last_domains" integer,
	"quarantined_at" timestamp with time zone,
	"quarantine_reason" text,
	"button_ids" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"last_event_id" integer
);
--> statement-breakpoint
CREATE TABLE "audit_trail" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"actor" text NOT NULL,
	"event" text NOT NULL,
	"target" text DEFAULT '' NOT NULL,
	"detail" jsonb DEFAULT '{}'::jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "claims" (
	"ascii" text PRIMARY KEY NOT NULL,
	"account_id" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "mail_servers" (
	"id" integer PRIMARY KEY NOT NULL,
	"server_id" integer NOT NULL,
	"mx_host" text NOT NULL,
	"automatic" boolean DEFAULT true NOT NULL,
	"defined_by" text NOT NULL,
	"defined_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "mail_servers_server_id_unique" UNIQUE("server_id")
);
--> statement-breakpoint
CREATE TABLE "operations" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"run_id" bigint NOT NULL,
	"account_id" bigint,
	"server_id" integer NOT NULL,
	"kind" text NOT NULL,
	"summary" text NOT NULL,
	"reason" text NOT NULL,
	"state" text DEFAULT 'intended' NOT NULL,
	"error" text,
	"started_at" timestamp with time zone DEFAULT now() NOT NULL,
	"settled_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "probe_history" (
	"server_id" integer NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"status" text NOT NULL,
	"latency" integer,
	"cause" text,
	CONSTRAINT "probe_history_server_id_at_pk" PRIMARY KEY("server_id","at")
);
--> statement-breakpoint
CREATE TABLE "questions" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"kind" text NOT NULL,
	"payload" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"sealed" text,
	"reply_key" text,
	"asked_by" text NOT NULL,
	"asked_at" timestamp with time zone DEFAULT now() NOT NULL,
	"step" text,
	"answered_at" timestamp with time zone,
	"answer" jsonb,
	"sealed_answer" text,
	"error" text
);
--> statement-breakpoint
CREATE TABLE "runs" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"server_id" integer NOT NULL,
	"mail_server_id" integer NOT NULL,
	"started_by" text NOT NULL,
	"started_at" timestamp with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp with time zone,
	"outcome" text,
	"looked" integer DEFAULT 0 NOT NULL,
	"changed" integer DEFAULT 0 NOT NULL,
	"failed" integer DEFAULT 0 NOT NULL,
	"step" text,
	"done" integer DEFAULT 0 NOT NULL,
	"total" integer DEFAULT 0 NOT NULL,
	"error" text
);
--> statement-breakpoint
CREATE TABLE "servers" (
	"id" serial PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"host" text NOT NULL,
	"port" integer DEFAULT 8443 NOT NULL,
	"smtp_port" integer DEFAULT 25 NOT NULL,
	"imap_port" integer DEFAULT 143 NOT NULL,
	"pop3_port" integer DEFAULT 110 NOT NULL,
	"login" text DEFAULT 'admin' NOT NULL,
	"fingerprint" text NOT NULL,
	"guid" text NOT NULL,
	"sealed_key" text NOT NULL,
	"maintenance" boolean DEFAULT false NOT NULL,
	"registered_by" text NOT NULL,
	"registered_at" timestamp with time zone DEFAULT now() NOT NULL,
	"unregistered_at" timestamp with time zone,
	"protocol" text NOT NULL,
	"version" text DEFAULT '' NOT NULL,
	"os" text DEFAULT '' NOT NULL,
	"ip_addresses" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"client_count" integer DEFAULT 0 NOT NULL,
	"domain_count" integer DEFAULT 0 NOT NULL,
	"domain_limit" integer,
	"client_limit" integer,
	"disk_used" bigint,
	"disk_total" bigint,
	"net_status" text DEFAULT 'unknown' NOT NULL,
	"net_cause" text,
	"net_since" timestamp with time zone DEFAULT now() NOT NULL,
	"net_checked_at" timestamp with time zone,
	"latency" integer,
	"probes" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"lease_holder" text,
	"lease_until" timestamp with time zone,
	"epoch" bigint DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"administrator_id" integer NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"revoked_at" timestamp with time zone,
	"user_agent" text DEFAULT '' NOT NULL,
	"address" text DEFAULT '' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "settings" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"installation" uuid DEFAULT gen_random_uuid() NOT NULL,
	"next_mail_server_id" integer DEFAULT 1 NOT NULL,
	"stopped_at" timestamp with time zone,
	"stopped_by" text
);
--> statement-breakpoint
CREATE TABLE "setup_links" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "sign_in_failures" (
	"subject" text PRIMARY KEY NOT NULL,
	"failures" integer NOT NULL,
	"last_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "snapshots" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"account_id" bigint NOT NULL,
	"part" text NOT NULL,
	"taken_at" timestamp with time zone DEFAULT now() NOT NULL,
	"data" jsonb NOT NULL,
	"hash" text NOT NULL,
	"restored_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_server_id_servers_id_fk" FOREIGN KEY ("server_id") REFERENCES "public"."servers"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_mail_server_id_mail_servers_id_fk" FOREIGN KEY ("mail_server_id") REFERENCES "public"."mail_servers"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "addresses" ADD CONSTRAINT "addresses_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assignments" ADD CONSTRAINT "assignments_server_id_servers_id_fk" FOREIGN KEY ("server_id") REFERENCES "public"."servers"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assignments" ADD CONSTRAINT "assignments_mail_server_id_mail_servers_id_fk" FOREIGN KEY ("mail_server_id") REFERENCES "public"."mail_servers"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "claims" ADD CONSTRAINT "claims_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mail_servers" ADD CONSTRAINT "mail_servers_server_id_servers_id_fk" FOREIGN KEY ("server_id") REFERENCES "public"."servers"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "operations" ADD CONSTRAINT "operations_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "probe_history" ADD CONSTRAINT "probe_history_server_id_servers_id_fk" FOREIGN KEY ("server_id") REFERENCES "public"."servers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_server_id_servers_id_fk" FOREIGN KEY ("server_id") REFERENCES "public"."servers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_administrator_id_administrators_id_fk" FOREIGN KEY ("administrator_id") REFERENCES "public"."administrators"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "snapshots" ADD CONSTRAINT "snapshots_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "accounts_name" ON "accounts" USING btree ("kind","ascii","id");--> statement-breakpoint
CREATE INDEX "accounts_server" ON "accounts" USING btree ("server_id","kind","ascii");--> statement-breakpoint
CREATE INDEX "accounts_mail_server" ON "accounts" USING btree ("mail_server_id","kind","ascii");--> statement-breakpoint
CREATE INDEX "accounts_problem" ON "accounts" USING btree ("problem","ascii") WHERE "accounts"."problem" is not null;--> statement-breakpoint
CREATE INDEX "accounts_outdated" ON "accounts" USING btree ("mail_server_id","ascii") WHERE "accounts"."sync_status" = 'outdated';--> statement-breakpoint
CREATE INDEX "accounts_due" ON "accounts" USING btree ("server_id","stage_until") WHERE "accounts"."stage_until" is not null;--> statement-breakpoint
CREATE INDEX "accounts_client" ON "accounts" USING btree ("client_id");--> statement-breakpoint
CREATE INDEX "addresses_name" ON "addresses" USING btree ("name");--> statement-breakpoint
CREATE INDEX "addresses_password" ON "addresses" USING btree ("account_id") WHERE "addresses"."needs_password";--> statement-breakpoint
CREATE INDEX "assignments_mail_server" ON "assignments" USING btree ("mail_server_id");--> statement-breakpoint
CREATE INDEX "audit_trail_at" ON "audit_trail" USING btree ("at");--> statement-breakpoint
CREATE INDEX "claims_account" ON "claims" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "operations_run" ON "operations" USING btree ("run_id","id");--> statement-breakpoint
CREATE INDEX "operations_account" ON "operations" USING btree ("account_id","id");--> statement-breakpoint
CREATE INDEX "runs_started" ON "runs" USING btree ("started_at");--> statement-breakpoint
CREATE INDEX "runs_server" ON "runs" USING btree ("server_id","started_at");--> statement-breakpoint
CREATE INDEX "runs_mail_server" ON "runs" USING btree ("mail_server_id","started_at");--> statement-breakpoint
CREATE INDEX "runs_open" ON "runs" USING btree ("mail_server_id") WHERE "runs"."finished_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "servers_address" ON "servers" USING btree ("host","port") WHERE "servers"."unregistered_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "servers_identity" ON "servers" USING btree ("guid") WHERE "servers"."unregistered_at" is null;--> statement-breakpoint
CREATE INDEX "servers_name" ON "servers" USING btree ("name");--> statement-breakpoint
CREATE INDEX "sessions_administrator" ON "sessions" USING btree ("administrator_id");--> statement-breakpoint
CREATE UNIQUE INDEX "snapshots_open" ON "snapshots" USING btree ("account_id","part") WHERE "snapshots"."restored_at" is null;