//! Fetching over HTTP and HTTPS, politely and safely.
//!
//! A [`Fetcher`] says who it is, asks robots.txt, bounds time, size and redirects, and checks every address a
//! name resolves to before it connects, at every hop. What comes back is bytes; what they are is told elsewhere.

mod address;
mod robots;

use std::io::Read;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use ureq::http::{Response, Uri};
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Body};
use url::Url;

pub use self::address::is_public_address;
use self::robots::RobotsCache;
use crate::bounded::read_all;
use crate::content_encoding;
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
        self.follow(address, known).map_err(|cause| ReadError::new(address, cause))
    }

    /// Fetches and follows redirects, each hop under the same rules.
    fn follow(&self, address: &str, known: &Validators) -> Result<Fetched, Cause> {
        let deadline = Instant::now() + self.policy.timeout;
        let mut url = checked(address)?;
        for _ in 0..=self.policy.max_redirects {
            if self.policy.obey_robots
                && !self.robots.allows(&url, &self.policy, |robots| self.text(robots, deadline))
            {
                return Err(Cause::Robots);
            }
            let mut response = self.request(&url, known, deadline)?;
            let status = response.status().as_u16();
            match status {
                200 | 203 => {
                    let bytes = self.body(&mut response)?;
                    let header = |name: &str| header(&response, name);
                    let validators =
                        Validators { etag: header("etag"), last_modified: header("last-modified") };
                    let content_type = header("content-type");
                    return Ok(Fetched { url: url.into(), content_type, validators, bytes });
                }
                304 => return Err(Cause::NotModified),
                301 | 302 | 303 | 307 | 308 => {
                    let target = header(&response, "location").and_then(|location| url.join(&location).ok());
                    url = checked(target.ok_or(Cause::Status(status))?.as_str())?;
                }
                _ => return Err(Cause::Status(status)),
            }
        }
        Err(Cause::Network(format!("more than {} redirects", self.policy.max_redirects)))
    }

    fn request(&self, url: &Url, known: &Validators, deadline: Instant) -> Result<Response<Body>, Cause> {
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(Cause::Network("it took too long".to_owned()));
        }
        let mut request = self.agent.get(url.as_str()).header("accept", ACCEPTED);
        request = request.header("accept-encoding", content_encoding::ACCEPTED);
        if let Some(etag) = &known.etag {
            request = request.header("if-none-match", etag);
        }
        if let Some(time) = &known.last_modified {
            request = request.header("if-modified-since", time);
        }
        request.config().timeout_global(Some(left)).build().call().map_err(cause)
    }

    fn body(&self, response: &mut Response<Body>) -> Result<Vec<u8>, Cause> {
        let limit = self.policy.max_bytes;
        let reader = response.body_mut().with_config().limit(limit.saturating_add(1)).reader();
        let body = read_all(reader, limit).map_err(|error| match error {
            Cause::Io(error) => match ureq::Error::from(error) {
                ureq::Error::BodyExceedsLimit(_) => Cause::TooLarge { limit },
                error => cause(error),
            },
            other => other,
        })?;
        content_encoding::decode(body, &header(response, "content-encoding").unwrap_or_default(), limit)
    }

    /// A robots.txt, whose redirects lead wherever they lead: the status and the body.
    fn text(&self, url: &Url, deadline: Instant) -> Result<(u16, Vec<u8>), Cause> {
        let mut url = url.clone();
        for _ in 0..=self.policy.max_redirects {
            let mut response = self.request(&url, &Validators::default(), deadline)?;
            let status = response.status().as_u16();
            let target = header(&response, "location").and_then(|location| url.join(&location).ok());
            match target {
                Some(target) if (300..400).contains(&status) => url = checked(target.as_str())?,
                _ => {
                    // as much as every crawler reads
                    let mut body = Vec::new();
                    let _ = response.body_mut().as_reader().take(robots::LONGEST).read_to_end(&mut body);
                    let coding = header(&response, "content-encoding").unwrap_or_default();
                    return Ok((status, content_encoding::decode(body, &coding, robots::LONGEST)?));
                }
            }
        }
        Err(Cause::Network("robots.txt redirects in a circle".to_owned()))
    }
}

/// What we can read.
const ACCEPTED: &str = "text/html,application/xhtml+xml,application/feed+json,application/rss+xml,application/atom+xml,\
    application/xml;q=0.9,text/plain;q=0.9,application/json;q=0.8,*/*;q=0.5";

/// An address that can be fetched at all.
fn checked(address: &str) -> Result<Url, Cause> {
    let url = Url::parse(address).map_err(|_| Cause::Address(address.to_owned()))?;
    let fits = matches!(url.scheme(), "http" | "https") && url.host().is_some();
    if fits { Ok(url) } else { Err(Cause::Address(address.to_owned())) }
}

fn header(response: &Response<Body>, name: &str) -> Option<String> {
    response.headers().get(name)?.to_str().ok().map(str::to_owned)
}

fn cause(error: ureq::Error) -> Cause {
    match error {
        ureq::Error::Other(inner) if inner.is::<LocalAddress>() => Cause::LocalNetwork(inner.to_string()),
        ureq::Error::Timeout(_) => Cause::Network("it took too long".to_owned()),
        other => Cause::Network(other.to_string()),
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
#[error("{0}")]
struct LocalAddress(String);
