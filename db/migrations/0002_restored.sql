CREATE TABLE "watermark" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"value" bigint DEFAULT 0 NOT NULL,
	"system" text,
	"timeline" integer,
	"database" text
);
--> statement-breakpoint
ALTER TABLE "settings" ADD COLUMN "observe_only_since" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "settings" ADD COLUMN "observe_only_why" text;--> statement-breakpoint
INSERT INTO watermark (id) VALUES (1);
--> statement-breakpoint
ALTER TABLE watermark ADD CONSTRAINT watermark_one_row CHECK (id = 1);
