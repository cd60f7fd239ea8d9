CREATE TABLE "api_tokens" (
	"id" serial PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"hash" text NOT NULL,
	"scope" text NOT NULL,
	"administrator_id" integer NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	"used_from" text,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "api_tokens_hash_unique" UNIQUE("hash")
);
--> statement-breakpoint
CREATE TABLE "audit_chain" (
	"place" bigint PRIMARY KEY NOT NULL,
	"entry_id" bigint NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "audit_chain_entry_id_unique" UNIQUE("entry_id")
);
--> statement-breakpoint
CREATE TABLE "audit_check" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"checked_at" timestamp with time zone DEFAULT now() NOT NULL,
	"entries" bigint NOT NULL,
	"fault" text
);
--> statement-breakpoint
ALTER TABLE "servers" ADD COLUMN "follows_authority" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "servers" ADD COLUMN "labels" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "api_tokens" ADD CONSTRAINT "api_tokens_administrator_id_administrators_id_fk" FOREIGN KEY ("administrator_id") REFERENCES "public"."administrators"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "accounts_stage" ON "accounts" USING btree ("stage","ascii");
--> statement-breakpoint
-- The words of an entry that its hash is made of; db/audit-chain.ts makes the same ones to verify it.
-- Both run with their owner's rights: whoever may write an entry may not write the chain.
CREATE FUNCTION chain_entry(entry audit_trail) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  last audit_chain;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('centralized-mail audit chain'));
  SELECT * INTO last FROM audit_chain ORDER BY place DESC LIMIT 1;
  INSERT INTO audit_chain (place, entry_id, hash) VALUES (
    coalesce(last.place, 0) + 1, entry.id,
    encode(sha256(convert_to(coalesce(last.hash, '') || jsonb_build_array(entry.id,
      to_char(entry.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), entry.actor, entry.event, entry.target,
      entry.detail)::text, 'UTF8')), 'hex'));
END $$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION chain_entry(audit_trail) FROM PUBLIC;
--> statement-breakpoint
SELECT chain_entry(a) FROM (SELECT * FROM audit_trail ORDER BY id) a;
--> statement-breakpoint
CREATE FUNCTION chain_new_entry() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM chain_entry(NEW);
  RETURN NULL;
END $$;
--> statement-breakpoint
-- Deferred: the lock is taken when nothing else of the transaction is left to wait for, so it is in no circle of waits.
CREATE CONSTRAINT TRIGGER chain AFTER INSERT ON audit_trail DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION chain_new_entry();
--> statement-breakpoint
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON audit_trail FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_chain FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
ALTER TABLE audit_check ADD CONSTRAINT audit_check_one_row CHECK (id = 1);
