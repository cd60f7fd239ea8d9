CREATE TABLE "prints" (
	"server_id" integer NOT NULL,
	"print" text NOT NULL,
	"decoded_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "prints_server_id_print_pk" PRIMARY KEY("server_id","print")
);
--> statement-breakpoint
ALTER TABLE "prints" ADD CONSTRAINT "prints_server_id_assignments_server_id_fk" FOREIGN KEY ("server_id") REFERENCES "public"."assignments"("server_id") ON DELETE cascade ON UPDATE no action;