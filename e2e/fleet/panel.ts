/** The panel face of a simulated Plesk: its XML API, in process and over HTTPS, and its one-time sessions. */
export { type Certificate, fingerprintOf, makeCertificate } from "./panel/certificate";
export { handlePacket, type PacketAnswer, type PacketRequest } from "./panel/packet";
export { openSession } from "./panel/rsession";
export { type Panel, type PanelAddress, type PanelHooks, startPanel } from "./panel/serve";
export { isChanging } from "./panel/steps";
export { beginChange, joinFleet, violations } from "./panel/violations";
