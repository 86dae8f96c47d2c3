//! Which addresses lie on the public net.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

/// Whether an address can be a public site's: not this machine, not a private or local net, not
/// one set apart for other uses.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => is_public_v6(v6),
    }
}

fn is_public_v4(v4: Ipv4Addr) -> bool {
    let [a, b, c, _] = v4.octets();
    let apart = matches!(
        (a, b, c),
        (0, ..)
            | (100, 64..=127, _)
            | (192, 0, 0)
            | (192, 88, 99)
            | (198, 18 | 19, _)
            | (240.., ..)
    );
    !(apart
        || v4.is_private()
        || v4.is_loopback()
        || v4.is_link_local()
        || v4.is_multicast()
        || v4.is_documentation())
}

fn is_public_v6(v6: Ipv6Addr) -> bool {
    if let Some(v4) = embedded(v6) {
        return is_public_v4(v4);
    }
    let first = v6.segments()[0];
    // Only 2000::/3 is given out; 2001:db8::/32 stands in examples.
    first & 0xe000 == 0x2000 && !(first == 0x2001 && v6.segments()[1] == 0xdb8)
}

/// The address of the older kind that one of the newer stands for: mapped, 6to4, NAT64.
fn embedded(v6: Ipv6Addr) -> Option<Ipv4Addr> {
    let part = |high: u16, low: u16| Ipv4Addr::from(u32::from(high) << 16 | u32::from(low));
    match v6.segments() {
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => {
            Some(part(high, low))
        }
        [0x2002, high, low, ..] => Some(part(high, low)),
        _ => None,
    }
}

/// Resolves names, and gives only addresses that may be connected to.
///
/// The check stands here and not before the request, so that a name that is answered differently
/// the second time is checked as it is used.
#[derive(Debug, Default)]
pub(crate) struct Checked {
    pub(crate) private: bool,
}

impl Resolver for Checked {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let all = DefaultResolver::default().resolve(uri, config, timeout)?;
        if self.private {
            return Ok(all);
        }
        let mut public = self.empty();
        for found in all.iter().filter(|a: &&SocketAddr| is_public(a.ip())) {
            public.push(*found);
        }
        if public.is_empty() {
            return Err(ureq::Error::Other(Box::new(NotPublic)));
        }
        Ok(public)
    }
}

/// All addresses of a name are private.
#[derive(Debug, thiserror::Error)]
#[error("the address is not a public one")]
pub(crate) struct NotPublic;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_public() {
        for public in [
            "93.184.216.34",
            "8.8.8.8",
            "2606:4700::1111",
            "::ffff:8.8.8.8",
        ] {
            assert!(is_public(public.parse().unwrap()), "{public}");
        }
        for local in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "0.0.0.0",
            "100.64.0.1",
            "198.18.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "192.0.2.1",
            "::1",
            "::",
            "fe80::1",
            "fc00::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
            "2001:db8::1",
        ] {
            assert!(!is_public(local.parse().unwrap()), "{local}");
        }
    }
}
