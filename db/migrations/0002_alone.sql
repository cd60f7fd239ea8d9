ALTER TABLE "accounts" ADD COLUMN "synchronize_wanted_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "synchronize_wanted_by" text;--> statement-breakpoint
CREATE INDEX "accounts_wanted" ON "accounts" USING btree ("server_id") WHERE "accounts"."synchronize_wanted_at" is not null;