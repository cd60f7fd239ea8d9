/** A browser's request in a test: what it brings, and what it is given to keep. */
export const browser = {
  headers: new Headers(),
  cookies: new Map<string, string>(),
  /** A page is being rendered: it may set no cookie. */
  rendering: false,

  /** Asks for a page, or presses something on it. */
  asks(path: string, pressed: "pressed" | "looked"): void {
    const ours = { "x-requested-path": path, origin: "http://localhost:3000", "sec-fetch-site": "same-origin" };
    this.headers = new Headers(pressed === "pressed" ? { ...ours, "content-type": "multipart/form-data" } : ours);
    this.rendering = pressed === "looked";
  },
};

/** In the place of next/headers, which knows of requests to Next alone. */
export const nextHeaders = {
  headers: async () => browser.headers,
  cookies: async () => ({
    get: (name: string) => (browser.cookies.has(name) ? { name, value: browser.cookies.get(name) } : undefined),
    has: (name: string) => browser.cookies.has(name),
    set(name: string, value: string, { maxAge }: { maxAge: number }) {
      if (browser.rendering) throw new Error("Cookies can only be modified in a Server Action or Route Handler.");
      if (maxAge > 0) browser.cookies.set(name, value);
      else browser.cookies.delete(name);
    },
  }),
};

/** In the place of next/navigation. */
export const nextNavigation = {
  redirect(to: string): never {
    throw new Error(`Led to ${to}`);
  },
  forbidden(): never {
    throw new Error("Forbidden");
  },
};
