import { notFound } from "next/navigation";
import { cache } from "react";
import { getMailServer, type MailServerRow } from "@/db/mail-servers";
import { db } from "@/lib/database";

export type Params = Promise<{ id: string }>;

const read = cache((id: number) => getMailServer(db, id));

/** The mail server that the address names, read once a request; "not found" when there is none. */
export async function find(params: Params): Promise<MailServerRow> {
  const { id } = await params;
  const mail = /^\d{1,9}$/.test(id) ? await read(Number(id)) : undefined;
  return mail ?? notFound();
}
