ALTER TABLE "servers" ADD COLUMN "labels" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
CREATE INDEX "accounts_stage" ON "accounts" USING btree ("stage","ascii");
