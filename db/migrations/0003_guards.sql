CREATE TABLE "breakers" (
	"id" serial PRIMARY KEY NOT NULL,
	"server_id" integer,
	"opened_at" timestamp with time zone DEFAULT now() NOT NULL,
	"why" text NOT NULL,
	"closed_at" timestamp with time zone,
	"closed_by" text
);
--> statement-breakpoint
CREATE TABLE "watermark" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"value" bigint DEFAULT 0 NOT NULL,
	"system" text,
	"timeline" integer,
	"database" text
);
--> statement-breakpoint
ALTER TABLE "operations" ADD COLUMN "disruptive" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "servers" ADD COLUMN "maintenance_since" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "servers" ADD COLUMN "maintenance_by" text;--> statement-breakpoint
ALTER TABLE "settings" ADD COLUMN "observe_only_since" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "settings" ADD COLUMN "observe_only_why" text;--> statement-breakpoint
ALTER TABLE "settings" ADD COLUMN "budget_run" integer DEFAULT 500 NOT NULL;--> statement-breakpoint
ALTER TABLE "settings" ADD COLUMN "budget_server" integer DEFAULT 2000 NOT NULL;--> statement-breakpoint
ALTER TABLE "settings" ADD COLUMN "budget_fleet" integer DEFAULT 10000 NOT NULL;--> statement-breakpoint
ALTER TABLE "breakers" ADD CONSTRAINT "breakers_server_id_servers_id_fk" FOREIGN KEY ("server_id") REFERENCES "public"."servers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "breakers_open" ON "breakers" USING btree (coalesce("server_id", 0)) WHERE "breakers"."closed_at" is null;--> statement-breakpoint
CREATE INDEX "breakers_opened" ON "breakers" USING btree ("opened_at");--> statement-breakpoint
CREATE INDEX "operations_disruptive" ON "operations" USING btree ("started_at","server_id") WHERE "operations"."disruptive";--> statement-breakpoint
INSERT INTO watermark (id) VALUES (1);
--> statement-breakpoint
ALTER TABLE watermark ADD CONSTRAINT watermark_one_row CHECK (id = 1);
--> statement-breakpoint
UPDATE "servers" SET "maintenance_since" = now() WHERE "maintenance";
