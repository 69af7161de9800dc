//! What sites allow robots to fetch, remembered for the life of a fetcher.

use std::collections::HashMap;
use std::sync::Mutex;

use robotxt::Robots;
use url::Url;

use super::Policy;
use crate::error::Cause;

/// As much of a robots.txt as is read, as RFC 9309 asks at least.
pub(super) const LONGEST: u64 = 512 << 10;

/// The most sites that are remembered; then all are forgotten.
const MOST_SITES: usize = 4096;

/// The rules of the sites seen so far, by scheme, host and port.
#[derive(Default)]
pub(super) struct RobotsCache {
    sites: Mutex<HashMap<String, Rules>>,
}

enum Rules {
    All,
    None,
    Some(Robots),
}

impl RobotsCache {
    /// Whether an address may be fetched, after fetching the site's robots.txt where it is not known yet.
    pub(super) fn allows(
        &self,
        url: &Url,
        policy: &Policy,
        fetch: impl FnOnce(&Url) -> Result<(u16, Vec<u8>), Cause>,
    ) -> bool {
        let site = url.origin().ascii_serialization();
        if let Some(rules) = self.lock().get(&site) {
            return rules.allow(url);
        }
        let mut robots = url.clone();
        robots.set_path("/robots.txt");
        robots.set_query(None);
        robots.set_fragment(None);
        let rules = Rules::read(fetch(&robots), &policy.user_agent);
        let allowed = rules.allow(url);
        let mut sites = self.lock();
        if sites.len() >= MOST_SITES {
            sites.clear();
        }
        sites.insert(site, rules);
        allowed
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Rules>> {
        self.sites.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl Rules {
    /// RFC 9309: without a robots.txt everything is allowed; where the server fails, nothing is.
    fn read(answer: Result<(u16, Vec<u8>), Cause>, user_agent: &str) -> Self {
        match answer {
            Ok((200..=299, body)) => {
                let name = user_agent.split(['/', ' ']).next().unwrap_or("onrecord").to_owned();
                Rules::Some(Robots::parse(&body, name.as_str()))
            }
            Ok((500.., _)) => Rules::None,
            // a site that cannot be reached or is refused will say so itself when the page is asked for
            Ok(_) | Err(_) => Rules::All,
        }
    }

    fn allow(&self, url: &Url) -> bool {
        match self {
            Rules::All => true,
            Rules::None => false,
            Rules::Some(robots) => robots.is_url_allowed(url),
        }
    }
}
