import { closeSync, fsyncSync, linkSync, openSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

// Small files that are worth much: a full disk or a loss of power may cost the draft, but whoever opens such a file finds
// it whole. Only their owner reads them.

/** The file has the old text or the new one, whole and on the disk, at every moment. */
export function replaceWhole(file: string, text: string): void {
  writeWhole(file, text, renameSync);
}

/** The file appears whole or not at all. False when there is one already, which stays as it is. */
export function createWhole(file: string, text: string): boolean {
  try {
    writeWhole(file, text, linkSync);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** Names that were given in a folder are on the disk, too, when this returns. */
export function syncFolder(folder: string): void {
  const descriptor = openSync(folder, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function writeWhole(file: string, text: string, place: (draft: string, file: string) => void): void {
  const draft = `${file}.${process.pid}.new`;
  try {
    writeToDisk(draft, text);
    place(draft, file);
    syncFolder(dirname(file));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") throw error;
    throw new Error(`${file} cannot be written (${message}). Its disk needs room, and we the right to write there.`, {
      cause: error,
    });
  } finally {
    removeQuietly(draft);
  }
}

function removeQuietly(draft: string): void {
  try {
    rmSync(draft, { force: true });
  } catch {
    // Where nothing can be removed, nothing could be written either: that is what is told.
  }
}

function writeToDisk(file: string, text: string): void {
  const descriptor = openSync(file, "w", 0o600);
  try {
    writeFileSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
