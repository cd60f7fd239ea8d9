-- The one row of settings.
INSERT INTO settings (id) VALUES (1) ON CONFLICT DO NOTHING;
--> statement-breakpoint
ALTER TABLE settings ADD CONSTRAINT settings_one_row CHECK (id = 1);
--> statement-breakpoint
-- A mail server is never assigned, and an assigned server is never a mail server.
CREATE FUNCTION refuse_two_roles() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM servers WHERE id = NEW.server_id FOR UPDATE;
  IF TG_TABLE_NAME = 'mail_servers' AND EXISTS (SELECT 1 FROM assignments WHERE server_id = NEW.server_id) THEN
    RAISE EXCEPTION 'server % is assigned and cannot be a mail server', NEW.server_id USING ERRCODE = 'check_violation';
  END IF;
  IF TG_TABLE_NAME = 'assignments' AND EXISTS (SELECT 1 FROM mail_servers WHERE server_id = NEW.server_id) THEN
    RAISE EXCEPTION 'server % is a mail server and cannot be assigned', NEW.server_id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER one_role BEFORE INSERT OR UPDATE OF server_id ON mail_servers FOR EACH ROW EXECUTE FUNCTION refuse_two_roles();
--> statement-breakpoint
CREATE TRIGGER one_role BEFORE INSERT OR UPDATE OF server_id ON assignments FOR EACH ROW EXECUTE FUNCTION refuse_two_roles();
--> statement-breakpoint
-- A snapshot is immutable: it may be marked as restored once, and nothing else.
CREATE FUNCTION keep_snapshot() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'a snapshot is never deleted'; END IF;
  IF NEW.data IS DISTINCT FROM OLD.data OR NEW.hash <> OLD.hash OR NEW.account_id <> OLD.account_id
     OR NEW.taken_at <> OLD.taken_at OR OLD.restored_at IS NOT NULL THEN
    RAISE EXCEPTION 'a snapshot is never changed';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER keep BEFORE UPDATE OR DELETE ON snapshots FOR EACH ROW EXECUTE FUNCTION keep_snapshot();
--> statement-breakpoint
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END $$;
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit_trail FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- account_counts: each statement on accounts adds what it put in and takes away what it took out, in key order so that
-- two statements never wait for each other in a circle.
CREATE FUNCTION count_accounts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO account_counts AS c (mail_server_id, server_id, kind, total, outdated, unknown, problems, moving, needs_password)
    SELECT mail_server_id, server_id, kind, count(*), count(*) FILTER (WHERE sync_status = 'outdated'),
           count(*) FILTER (WHERE sync_status = 'unknown'), count(problem),
           count(*) FILTER (WHERE kind = 'domain' AND stage NOT IN ('assigned', 'closed') AND problem IS NULL), sum(needs_password)
    FROM new_rows WHERE mail_server_id IS NOT NULL GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
    ON CONFLICT (mail_server_id, server_id, kind) DO UPDATE SET
      total = c.total + EXCLUDED.total, outdated = c.outdated + EXCLUDED.outdated, unknown = c.unknown + EXCLUDED.unknown,
      problems = c.problems + EXCLUDED.problems, moving = c.moving + EXCLUDED.moving,
      needs_password = c.needs_password + EXCLUDED.needs_password;
  ELSIF TG_OP = 'DELETE' THEN
    INSERT INTO account_counts AS c (mail_server_id, server_id, kind, total, outdated, unknown, problems, moving, needs_password)
    SELECT mail_server_id, server_id, kind, -count(*), -count(*) FILTER (WHERE sync_status = 'outdated'),
           -count(*) FILTER (WHERE sync_status = 'unknown'), -count(problem),
           -count(*) FILTER (WHERE kind = 'domain' AND stage NOT IN ('assigned', 'closed') AND problem IS NULL), -sum(needs_password)
    FROM old_rows WHERE mail_server_id IS NOT NULL GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
    ON CONFLICT (mail_server_id, server_id, kind) DO UPDATE SET
      total = c.total + EXCLUDED.total, outdated = c.outdated + EXCLUDED.outdated, unknown = c.unknown + EXCLUDED.unknown,
      problems = c.problems + EXCLUDED.problems, moving = c.moving + EXCLUDED.moving,
      needs_password = c.needs_password + EXCLUDED.needs_password;
  ELSE
    INSERT INTO account_counts AS c (mail_server_id, server_id, kind, total, outdated, unknown, problems, moving, needs_password)
    SELECT mail_server_id, server_id, kind, sum(n), coalesce(sum(n) FILTER (WHERE sync_status = 'outdated'), 0),
           coalesce(sum(n) FILTER (WHERE sync_status = 'unknown'), 0), coalesce(sum(n) FILTER (WHERE problem IS NOT NULL), 0),
           coalesce(sum(n) FILTER (WHERE kind = 'domain' AND stage NOT IN ('assigned', 'closed') AND problem IS NULL), 0), sum(n * needs_password)
    FROM (SELECT mail_server_id, server_id, kind, sync_status, problem, stage, needs_password, 1 AS n FROM new_rows
          UNION ALL
          SELECT mail_server_id, server_id, kind, sync_status, problem, stage, needs_password, -1 AS n FROM old_rows) AS rows
    WHERE mail_server_id IS NOT NULL GROUP BY 1, 2, 3
    HAVING sum(n) <> 0 OR coalesce(sum(n) FILTER (WHERE sync_status = 'outdated'), 0) <> 0 OR coalesce(sum(n) FILTER (WHERE sync_status = 'unknown'), 0) <> 0
        OR coalesce(sum(n) FILTER (WHERE problem IS NOT NULL), 0) <> 0
        OR coalesce(sum(n) FILTER (WHERE kind = 'domain' AND stage NOT IN ('assigned', 'closed') AND problem IS NULL), 0) <> 0 OR sum(n * needs_password) <> 0
    ORDER BY 1, 2, 3
    ON CONFLICT (mail_server_id, server_id, kind) DO UPDATE SET
      total = c.total + EXCLUDED.total, outdated = c.outdated + EXCLUDED.outdated, unknown = c.unknown + EXCLUDED.unknown,
      problems = c.problems + EXCLUDED.problems, moving = c.moving + EXCLUDED.moving,
      needs_password = c.needs_password + EXCLUDED.needs_password;
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER count_inserted AFTER INSERT ON accounts REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION count_accounts();
--> statement-breakpoint
CREATE TRIGGER count_deleted AFTER DELETE ON accounts REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION count_accounts();
--> statement-breakpoint
CREATE TRIGGER count_updated AFTER UPDATE ON accounts REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION count_accounts();
