// Addresses that reports bring along. They are written by strangers.

/**
 * What of a stranger's address may become a link: its address and the host as the browser
 * reads it, look-alike letters in punycode. Nothing but http and https may.
 */
export function outbound(address) {
  let url;
  try {
    url = new URL(address);
  } catch {
    return null;
  }
  if (url.protocol !== "http:" && url.protocol !== "https:") return null;
  // A name before the host is only ever there to be mistaken for the host.
  url.username = "";
  url.password = "";
  return { href: url.href, host: url.host };
}
