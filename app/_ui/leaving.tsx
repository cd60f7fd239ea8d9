"use client";

import { useEffect } from "react";

/** Longer than an answer may take; shorter than a person needs who has saved a file and goes on here. */
const LEAVING_MS = 5_000;

/**
 * Lets a person leave a page that is just being rendered anew. A Firefox that is led to another address ends what this
 * page still asks for; the router takes that for a failure and answers it by loading this page again, so the person would
 * never arrive. What ends while the page is left therefore stays unanswered, be it before its answer or within it.
 */
export function Leaving() {
  useEffect(() => {
    const { fetch } = window;
    let left = Number.NEGATIVE_INFINITY;
    // Also before a download, after which the page stays: hence the limit.
    const leave = () => {
      left = performance.now();
    };
    const unlessLeft = async <T,>(asked: Promise<T>): Promise<T> => {
      try {
        return await asked;
      } catch (error) {
        if (performance.now() - left < LEAVING_MS) return new Promise<T>(() => {});
        throw error;
      }
    };
    window.addEventListener("beforeunload", leave);
    window.fetch = async (...asked) => {
      const answer = await unlessLeft(fetch(...asked));
      const { body } = answer;
      let waiting: ReadableStream<Uint8Array> | undefined;
      // On the answer itself, which keeps the address that it came from; only when asked for, so that it may still be read
      // as a text.
      const get = () => {
        waiting ??= body ? read(body, unlessLeft) : undefined;
        return waiting ?? null;
      };
      return Object.defineProperty(answer, "body", { get });
    };
    return () => {
      window.removeEventListener("beforeunload", leave);
      window.fetch = fetch;
    };
  }, []);
  return null;
}

/** The same stream, each piece of which is waited for by `wait`. */
function read(
  body: ReadableStream<Uint8Array>,
  wait: <T>(piece: Promise<T>) => Promise<T>,
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await wait(reader.read());
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  });
}
