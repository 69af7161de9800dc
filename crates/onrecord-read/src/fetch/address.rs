//! Which network addresses may be fetched from.
//!
//! A page's address is chosen by strangers: by a feed, a redirect, a form on a public server. Without this
//! check they could make us read what only this machine and its neighbours can reach.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Whether an address lies in the public internet: not this machine, not its network, not a reserved range.
pub fn is_public_address(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => match carried_v4(v6) {
            Some(v4) => is_public_v4(v4),
            None => is_public_v6(v6),
        },
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    !(a == 0
        || address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_documentation()
        || (a == 100 && b & 0xC0 == 64) // shared by carriers, RFC 6598
        || (a == 192 && b == 0 && c == 0) // protocol assignments, RFC 6890
        || (a == 192 && b == 88 && c == 99) // 6to4 relays, RFC 7526
        || (a == 198 && b & 0xFE == 18) // benchmarks, RFC 2544
        || a >= 224) // multicast, reserved, broadcast
}

/// The IPv4 address that an IPv6 address stands for: mapped, compatible, translated or tunnelled.
fn carried_v4(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let s = address.segments();
    let low = |high: u16, low: u16| {
        let [a, b] = high.to_be_bytes();
        let [c, d] = low.to_be_bytes();
        Ipv4Addr::new(a, b, c, d)
    };
    match s {
        [0, 0, 0, 0, 0, 0xFFFF, h, l] => Some(low(h, l)),
        [0, 0, 0, 0, 0xFFFF, 0, h, l] => Some(low(h, l)),
        [0, 0, 0, 0, 0, 0, h, l] if h != 0 => Some(low(h, l)),
        [0x64, 0xFF9B, 0, 0, 0, 0, h, l] => Some(low(h, l)),
        [0x2002, h, l, ..] => Some(low(h, l)),
        _ => None,
    }
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let s = address.segments();
    // only 2000::/3 is given out to the public
    s[0] & 0xE000 == 0x2000
        && !(s[0] == 0x2001 && s[1] < 0x0200) // protocol assignments with Teredo, RFC 2928
        && !(s[0] == 0x2001 && s[1] == 0x0DB8) // documentation
        && !(s[0] == 0x3FFF && s[1] < 0x1000) // documentation, RFC 9637
}

#[cfg(test)]
mod tests {
    use super::is_public_address;

    #[test]
    fn the_local_network_is_not_public() {
        for address in [
            "127.0.0.1",
            "127.9.9.9",
            "10.1.2.3",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
            "0.0.0.0",
            "100.64.0.1",
            "198.18.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "fe80::1",
            "fc00::1",
            "fd12::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::127.0.0.1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
            "2001:db8::1",
            "2001::1",
            "64:ff9b:1::1",
        ] {
            assert!(!is_public_address(address.parse().unwrap()), "{address}");
        }
    }

    #[test]
    fn the_internet_is() {
        for address in [
            "93.184.216.34",
            "8.8.8.8",
            "172.32.0.1",
            "100.128.0.1",
            "2606:4700::1111",
            "2a00:1450::1",
            "::ffff:8.8.8.8",
        ] {
            assert!(is_public_address(address.parse().unwrap()), "{address}");
        }
    }
}
