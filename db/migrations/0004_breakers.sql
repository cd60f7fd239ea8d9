CREATE TABLE "breakers" (
	"id" serial PRIMARY KEY NOT NULL,
	"server_id" integer,
	"opened_at" timestamp with time zone DEFAULT now() NOT NULL,
	"why" text NOT NULL,
	"closed_at" timestamp with time zone,
	"closed_by" text
);
--> statement-breakpoint
ALTER TABLE "servers" ADD COLUMN "maintenance_since" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "servers" ADD COLUMN "maintenance_by" text;--> statement-breakpoint
ALTER TABLE "breakers" ADD CONSTRAINT "breakers_server_id_servers_id_fk" FOREIGN KEY ("server_id") REFERENCES "public"."servers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "breakers_open" ON "breakers" USING btree (coalesce("server_id", 0)) WHERE "breakers"."closed_at" is null;--> statement-breakpoint
CREATE INDEX "breakers_opened" ON "breakers" USING btree ("opened_at");--> statement-breakpoint
UPDATE "servers" SET "maintenance_since" = now() WHERE "maintenance";
