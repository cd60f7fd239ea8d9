ALTER TABLE "servers" ADD COLUMN "certificate_changed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "servers" ADD COLUMN "shown_fingerprint" text;