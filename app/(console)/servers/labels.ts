import { z } from "zod";

/** One label, as somebody types it. A comma separates them where there are several. */
export const labelField = z
  .string("Give the label.")
  .trim()
  .min(1, "Give the label, such as vienna or customer-a.")
  .max(40, "Give a shorter label: at most 40 characters.")
  .regex(/^[^,]+$/, "A label has no comma.");

/** All labels of one server, in one field. */
export const labelsField = z
  .string()
  .max(1000)
  .transform((text) => [...new Set(text.split(",").map((each) => each.trim()))].filter(Boolean).sort())
  .pipe(z.array(labelField).max(20, "Give at most 20 labels."));
