//! Nouns for outlets: which words mean whoever prints or sends news. Linking asks who relays, resolution what a name is.

/// Whether a noun, in the singular and in small letters, means an outlet.
pub fn is_outlet(noun: &str) -> bool {
    matches!(
        noun,
        "newspaper"
            | "paper"
            | "daily"
            | "weekly"
            | "magazine"
            | "agency"
            | "outlet"
            | "station"
            | "network"
            | "channel"
            | "broadcaster"
            | "website"
            | "site"
            | "wire"
            | "tabloid"
            | "blog"
    )
}
