import type { ComponentProps, ReactNode } from "react";
import { May } from "./may";
import { PanelForm } from "./panel-form";

/** The button to a panel, for those who may open one. */
export function OpenPanel({ otherwise, ...form }: ComponentProps<typeof PanelForm> & { otherwise?: ReactNode }) {
  return (
    <May right="panels.open" otherwise={otherwise}>
      <PanelForm {...form} />
    </May>
  );
}
