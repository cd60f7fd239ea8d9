import Link from "next/link";
import { Front } from "./_ui/front";

export default function NotFound() {
  return (
    <Front title="There is no such page">
      <p className="text-soft">It may have been removed, or the address is not complete.</p>
      <Link href="/mail" className="button button-primary">
        Go to Centralized Mail
      </Link>
    </Front>
  );
}
