/** One server of a fleet, before it exists. */
export interface Place {
  key: string;
  name: string;
  role: "mail" | "web";
  /** The how-many-eth of its role, from 0. */
  index: number;
  ipAddress: string;
}

const provider = "provider.example";

/** Addresses reserved for documentation, as many hosts of each as the fleet uses. */
const networks = ["192.0.2", "198.51.100", "203.0.113"];
const hostsOfNetwork = 190;

export const largestFleet = networks.length * hostsOfNetwork;

/** The first is a mail server, the rest web servers; from six servers on there is a second mail server. */
export function layOut(servers: number): Place[] {
  if (!Number.isInteger(servers) || servers < 1 || servers > largestFleet) {
    throw new Error(`A fleet has 1 to ${largestFleet} servers; not ${servers}.`);
  }
  const mailServers = servers >= 6 ? 2 : 1;
  return Array.from({ length: servers }, (_, position) => {
    const role = position < mailServers ? "mail" : "web";
    const index = role === "mail" ? position : position - mailServers;
    const key = `${role}${index + 1}`;
    const network = networks[Math.floor(position / hostsOfNetwork)];
    return {
      key,
      name: `${key}.${provider}`,
      role,
      index,
      ipAddress: `${network}.${10 + (position % hostsOfNetwork)}`,
    };
  });
}
