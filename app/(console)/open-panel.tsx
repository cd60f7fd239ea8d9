import type { ComponentProps, ReactNode } from "react";
import { Icon } from "@/app/_ui/icon";
import { May } from "./may";
import { PanelForm } from "./panel-form";

/** The button to a panel, for those who may open one. */
export function OpenPanel({
  otherwise,
  ...form
}: Omit<ComponentProps<typeof PanelForm>, "icon"> & { otherwise?: ReactNode }) {
  return (
    <May right="panels.open" otherwise={otherwise}>
      <PanelForm {...form} icon={<Icon name="external" />} />
    </May>
  );
}
