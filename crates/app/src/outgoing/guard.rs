//! Which addresses the server may call on behalf of others: none that lead into the network it stands in, unless an
//! administrator has named them.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// The hosts and networks of `AllowedUntrustedInternalConnections`.
#[derive(Debug, Default)]
pub struct Allowed {
    hosts: Vec<String>,
    networks: Vec<(IpAddr, u8)>,
}

impl Allowed {
    /// Reads the setting: names, addresses and networks such as `10.0.0.0/8`, separated by spaces or commas. What is none
    /// of these is a name that nothing has.
    pub fn parse(setting: &str) -> Self {
        let mut allowed = Self::default();
        for entry in setting.split([' ', ',', '\t', '\n']).filter(|entry| !entry.is_empty()) {
            match network(entry) {
                Some(network) => allowed.networks.push(network),
                None => allowed.hosts.push(entry.to_ascii_lowercase()),
            }
        }
        allowed
    }

    pub fn host(&self, host: &str) -> bool {
        let host = host.trim_end_matches('.');
        self.hosts.iter().any(|allowed| allowed.eq_ignore_ascii_case(host))
    }

    /// Whether this address may be called: it is public, or allowed.
    pub fn address(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        !is_internal(address) || self.networks.iter().any(|network| contains(*network, address))
    }
}

fn network(entry: &str) -> Option<(IpAddr, u8)> {
    let (address, bits) = entry.split_once('/').map_or((entry, None), |(address, bits)| (address, Some(bits)));
    let address: IpAddr = address.trim_matches(['[', ']']).parse().ok()?;
    let full = if address.is_ipv4() { 32 } else { 128 };
    let bits = bits.map_or(Some(full), |bits| bits.parse().ok())?;
    (bits <= full).then_some((address, bits))
}

fn contains((network, bits): (IpAddr, u8), address: IpAddr) -> bool {
    match (network, address) {
        (IpAddr::V4(network), IpAddr::V4(address)) => {
            let mask = u32::MAX.checked_shl(32 - u32::from(bits)).unwrap_or(0);
            network.to_bits() & mask == address.to_bits() & mask
        }
        (IpAddr::V6(network), IpAddr::V6(address)) => {
            let mask = u128::MAX.checked_shl(128 - u32::from(bits)).unwrap_or(0);
            network.to_bits() & mask == address.to_bits() & mask
        }
        _ => false,
    }
}

const INTERNAL_V4: [(Ipv4Addr, u8); 15] = [
    (Ipv4Addr::UNSPECIFIED, 8),
    (Ipv4Addr::new(10, 0, 0, 0), 8),
    (Ipv4Addr::new(100, 64, 0, 0), 10),
    (Ipv4Addr::new(127, 0, 0, 0), 8),
    (Ipv4Addr::new(169, 254, 0, 0), 16),
    (Ipv4Addr::new(172, 16, 0, 0), 12),
    (Ipv4Addr::new(192, 0, 0, 0), 24),
    (Ipv4Addr::new(192, 0, 2, 0), 24),
    (Ipv4Addr::new(192, 88, 99, 0), 24),
    (Ipv4Addr::new(192, 168, 0, 0), 16),
    (Ipv4Addr::new(198, 18, 0, 0), 15),
    (Ipv4Addr::new(198, 51, 100, 0), 24),
    (Ipv4Addr::new(203, 0, 113, 0), 24),
    (Ipv4Addr::new(224, 0, 0, 0), 4),
    (Ipv4Addr::new(240, 0, 0, 0), 4),
];

/// Unspecified and loopback, translation of IPv4, discard, tunnels, documentation, unique local, link local, site local,
/// multicast.
const INTERNAL_V6: [(Ipv6Addr, u8); 11] = [
    (Ipv6Addr::UNSPECIFIED, 96),
    (Ipv6Addr::new(0x64, 0xff9b, 0, 0, 0, 0, 0, 0), 96),
    (Ipv6Addr::new(0x64, 0xff9b, 1, 0, 0, 0, 0, 0), 48),
    (Ipv6Addr::new(0x100, 0, 0, 0, 0, 0, 0, 0), 64),
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23),
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32),
    (Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16),
    (Ipv6Addr::new(0xfc00, 0, 0, 0, 0, 0, 0, 0), 7),
    (Ipv6Addr::new(0xfe80, 0, 0, 0, 0, 0, 0, 0), 10),
    (Ipv6Addr::new(0xfec0, 0, 0, 0, 0, 0, 0, 0), 10),
    (Ipv6Addr::new(0xff00, 0, 0, 0, 0, 0, 0, 0), 8),
];

/// Addresses that are not of the public internet.
fn is_internal(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(_) => INTERNAL_V4.iter().any(|(network, bits)| contains(((*network).into(), *bits), address)),
        IpAddr::V6(_) => INTERNAL_V6.iter().any(|(network, bits)| contains(((*network).into(), *bits), address)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn may(setting: &str, address: &str) -> bool {
        Allowed::parse(setting).address(address.parse().unwrap())
    }

    #[test]
    fn internal_addresses_in_every_notation_are_refused() {
        for internal in [
            "127.0.0.1",
            "0.0.0.0",
            "10.1.2.3",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::7f00:1",
            "64:ff9b::7f00:1",
            "fc00::1",
            "fd12::1",
            "fe80::1",
            "ff02::1",
            "2002:7f00:1::",
        ] {
            assert!(!may("", internal), "{internal}");
        }
        for public in ["1.1.1.1", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "::ffff:1.1.1.1"] {
            assert!(may("", public), "{public}");
        }
    }

    #[test]
    fn what_an_administrator_names_is_allowed_and_nothing_beside_it() {
        let setting = "10.1.0.0/16, localhost ::1\n127.0.0.1 0.0.0.0/99";
        for allowed in ["10.1.2.3", "::1", "127.0.0.1", "::ffff:127.0.0.1"] {
            assert!(may(setting, allowed), "{allowed}");
        }
        for refused in ["10.2.0.1", "127.0.0.2", "fe80::1"] {
            assert!(!may(setting, refused), "{refused}");
        }
        let allowed = Allowed::parse(setting);
        assert!(allowed.host("LOCALHOST.") && !allowed.host("elsewhere"));
    }
}
