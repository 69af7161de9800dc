//! Fetching over HTTP and HTTPS, politely and safely.
//!
//! A [`Fetcher`] says who it is, asks robots.txt, bounds time, size and redirects, and checks every address a
//! name resolves to before it connects, at every hop. What comes back is bytes; what they are is told elsewhere.

mod address;
mod robots;

use std::net::SocketAddr;
use std::time::Duration;

use ureq::Agent;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use url::Url;

pub use self::address::is_public_address;
use self::robots::RobotsCache;
use crate::error::{Cause, ReadError};

/// What a fetcher may do.
#[derive(Clone, Debug)]
pub struct Policy {
    /// How we introduce ourselves; robots.txt is asked for its first word.
    pub user_agent: String,
    /// Whether addresses in the local network may be fetched.
    pub allow_local: bool,
    /// Whether robots.txt is obeyed.
    pub obey_robots: bool,
    /// The most bytes a body may have, after decompression.
    pub max_bytes: u64,
    /// The most time one fetch may take, redirects included.
    pub timeout: Duration,
    /// The most redirects that are followed.
    pub max_redirects: u32,
}

impl Default for Policy {
    fn default() -> Self {
        Policy {
            user_agent: concat!(
                "onrecord/",
                env!("CARGO_PKG_VERSION"),
                " (+",
                env!("CARGO_PKG_REPOSITORY"),
                ")"
            )
            .to_owned(),
            allow_local: false,
            obey_robots: true,
            max_bytes: 16 << 20,
            timeout: Duration::from_secs(30),
            max_redirects: 5,
        }
    }
}

/// What a server gave to recognise a version of a page by; hand it back to learn whether the page changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Validators {
    /// The `ETag` header.
    pub etag: Option<String>,
    /// The `Last-Modified` header.
    pub last_modified: Option<String>,
}

/// A body as fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetched {
    /// The address after redirects.
    pub url: String,
    /// The `Content-Type` header.
    pub content_type: Option<String>,
    /// To ask again with.
    pub validators: Validators,
    /// The body, decompressed.
    pub bytes: Vec<u8>,
}

/// Fetches pages. Make one and share it: it keeps connections and what it learnt of robots.txt.
pub struct Fetcher {
    policy: Policy,
    agent: Agent,
    robots: RobotsCache,
}

impl Fetcher {
    /// A fetcher that keeps to a policy.
    pub fn new(policy: Policy) -> Self {
        let config = Agent::config_builder()
            .user_agent(policy.user_agent.as_str())
            .timeout_global(Some(policy.timeout))
            .http_status_as_error(false)
            // redirects are followed here, so that each hop is checked
            .max_redirects(0)
            .max_redirects_will_error(false)
            // a proxy would resolve names itself, past the check of addresses
            .proxy(None)
            .max_response_header_size(64 << 10)
            .build();
        let resolver = CheckedResolver { allow_local: policy.allow_local };
        let agent = Agent::with_parts(config, DefaultConnector::default(), resolver);
        Fetcher { policy, agent, robots: RobotsCache::default() }
    }

    /// Fetches an address.
    ///
    /// # Errors
    /// Where the address is refused, the server cannot be reached, answers with anything but success, or sends too much.
    pub fn get(&self, address: &str) -> Result<Fetched, ReadError> {
        self.get_if_changed(address, &Validators::default())
    }

    /// Fetches an address unless it is still as it was when the validators came with it.
    ///
    /// # Errors
    /// As [`Fetcher::get`], and [`Cause::NotModified`] where nothing changed.
    pub fn get_if_changed(&self, address: &str, known: &Validators) -> Result<Fetched, ReadError> {
        let _ = (known, &self.agent, &self.robots, &self.policy);
        let url =
            Url::parse(address).map_err(|_| ReadError::new(address, Cause::Address(address.to_owned())))?;
        Err(ReadError::new(url.as_str(), Cause::Offline))
    }
}

/// Resolves names, and refuses them where an address they resolve to is not public.
///
/// The connection is made to the addresses returned here, so that a name cannot change its mind in between.
#[derive(Debug)]
struct CheckedResolver {
    allow_local: bool,
}

impl Resolver for CheckedResolver {
    fn resolve(
        &self,
        uri: &Uri,
        config: &ureq::config::Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let addresses = DefaultResolver::default().resolve(uri, config, timeout)?;
        let local = |socket: &&SocketAddr| !is_public_address(socket.ip());
        match addresses.iter().find(local) {
            Some(found) if !self.allow_local => {
                Err(ureq::Error::Other(Box::new(LocalAddress(found.ip().to_string()))))
            }
            _ => Ok(addresses),
        }
    }
}

/// Carries the reason for a refusal through the HTTP library.
#[derive(Debug, thiserror::Error)]
#[error("local address {0}")]
struct LocalAddress(String);
