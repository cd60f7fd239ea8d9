ALTER TABLE "operations" ADD COLUMN "disruptive" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "settings" ADD COLUMN "budget_run" integer DEFAULT 500 NOT NULL;--> statement-breakpoint
ALTER TABLE "settings" ADD COLUMN "budget_server" integer DEFAULT 2000 NOT NULL;--> statement-breakpoint
ALTER TABLE "settings" ADD COLUMN "budget_fleet" integer DEFAULT 10000 NOT NULL;--> statement-breakpoint
CREATE INDEX "operations_disruptive" ON "operations" USING btree ("started_at","server_id") WHERE "operations"."disruptive";