/** The deeds of a simulated Plesk, as all its faces do them. Each changes the model and writes the event log. */
export * from "./world/access";
export * from "./world/accounts";
export * from "./world/aliases";
export * from "./world/buttons";
export * from "./world/by";
export * from "./world/domains";
export * from "./world/log";
export * from "./world/mail-names";
export * from "./world/mail-service";
export * from "./world/mail-store";
export * from "./world/names";
export * from "./world/reception";
export * from "./world/records";
export * from "./world/refusal";
export * from "./world/servers";
export * from "./world/shelves";
export * from "./world/zones";
