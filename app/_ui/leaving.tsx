"use client";

import { useEffect } from "react";

/** Longer than an answer may take; shorter than a person needs who has saved a file and goes on here. */
const LEAVING_MS = 5_000;

/**
 * Lets a person leave a page that is just being rendered anew. A Firefox that is led to another address ends what this
 * page still asks for; the router takes that for a failure and answers it by loading this page again, so the person would
 * never arrive. What ends while the page is left therefore stays unanswered.
 */
export function Leaving() {
  useEffect(() => {
    const { fetch } = window;
    let left = Number.NEGATIVE_INFINITY;
    // Also before a download, after which the page stays: hence the limit.
    const leave = () => {
      left = performance.now();
    };
    window.addEventListener("beforeunload", leave);
    window.fetch = async (...asked) => {
      try {
        return await fetch(...asked);
      } catch (error) {
        if (performance.now() - left < LEAVING_MS) return new Promise<Response>(() => {});
        throw error;
      }
    };
    return () => {
      window.removeEventListener("beforeunload", leave);
      window.fetch = fetch;
    };
  }, []);
  return null;
}
