//! Which of a page's titles is the headline, without the name of the site.

use super::paragraphs::one_line;

/// What stands between a headline and the name of the site.
const SEPARATORS: [&str; 9] = [" | ", " - ", " – ", " — ", " :: ", " » ", " · ", " • ", " // "];

/// Titles that are of the site or the machine, not of the article.
const NO_HEADLINES: [&str; 9] =
    ["home", "news", "article", "untitled", "untitled document", "index", "404", "not found", "subscribe"];

/// The titles a page gives, each where it gives it, the most trustworthy kinds first.
#[derive(Debug, Default)]
pub(super) struct Titles {
    /// `h1` elements, those in the article first.
    pub(super) headings: Vec<String>,
    /// The headline in the JSON-LD.
    pub(super) linked: Option<String>,
    /// `og:title` and the like.
    pub(super) meta: Vec<String>,
    /// The `title` element.
    pub(super) page: Option<String>,
    /// The name of the site and what else it is called.
    pub(super) sites: Vec<String>,
    /// The short texts of the page, among which the headline may stand without being marked as one.
    pub(super) shown: Vec<String>,
}

impl Titles {
    /// The headline: what most places agree on, and of several wordings the one that the page shows.
    pub(super) fn choose(&self) -> Option<String> {
        let mut candidates: Vec<String> = Vec::new();
        let headings = self.headings.iter().take(4).map(String::as_str);
        let others = self.linked.iter().chain(&self.meta).chain(&self.page).map(String::as_str);
        for title in headings.chain(others) {
            let title = self.without_site(title);
            if is_headline(&title) && !self.is_site(&title) {
                candidates.push(title);
            }
        }
        let votes = |title: &String| {
            let (mine, own) = (folded(title), title);
            candidates
                .iter()
                .filter(|other| !std::ptr::eq(*other, own) && agree(&mine, &folded(other)))
                .count()
        };
        let most = candidates.iter().map(votes).max()?;
        candidates.iter().find(|title| votes(title) == most).cloned()
    }

    fn is_site(&self, title: &str) -> bool {
        let title = folded(title);
        self.sites.iter().any(|site| folded(site) == title)
    }

    /// Takes the site's name, and the section's before it, off the end or the beginning.
    fn without_site(&self, title: &str) -> String {
        let mut title = one_line(title);
        for _ in 0..3 {
            match self.one_part_less(&title) {
                Some(shorter) => title = shorter,
                None => break,
            }
        }
        title
    }

    fn one_part_less(&self, title: &str) -> Option<String> {
        let (at, separator) = SEPARATORS.iter().filter_map(|s| Some((title.rfind(s)?, *s))).max()?;
        let (front, back) = (title[..at].trim(), title[at + separator.len()..].trim());
        if front.is_empty() || back.is_empty() {
            return None;
        }
        let words = |text: &str| text.split(' ').count();
        // a bar never stands in a sentence, a dash may
        let is_bar = !matches!(separator, " - " | " – " | " — ");
        if self.names_site(back)
            || (is_bar && words(back) <= 5 && words(front) > words(back))
            || self.is_shown(front)
        {
            return Some(front.to_owned());
        }
        let (first_at, first) = SEPARATORS.iter().filter_map(|s| Some((title.find(s)?, *s))).min()?;
        let (begin, rest) = (title[..first_at].trim(), title[first_at + first.len()..].trim());
        (self.names_site(begin) || self.is_shown(rest)).then(|| rest.to_owned())
    }

    /// Whether a part of a title is the site's name, or holds it and little else.
    fn names_site(&self, part: &str) -> bool {
        let part = folded(part);
        self.sites.iter().map(|site| folded(site)).any(|site| {
            site.len() > 2
                && (part == site
                    || (part.contains(&site) && part.len() < site.len() * 2 + 8)
                    || (part.len() > 3 && site.starts_with(&part)))
        })
    }

    /// Whether the page shows just these words as its heading.
    fn is_shown(&self, part: &str) -> bool {
        let part = folded(part);
        part.len() > 10
            && self
                .headings
                .iter()
                .chain(&self.linked)
                .chain(&self.shown)
                .any(|heading| folded(heading) == part)
    }
}

fn is_headline(title: &str) -> bool {
    let lower = title.to_lowercase();
    title.chars().filter(|c| c.is_alphanumeric()).count() > 3
        && title.chars().count() < 400
        && !NO_HEADLINES.contains(&lower.as_str())
}

/// Letters and digits in lower case.
fn folded(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether two titles are the same, or one is cut short.
fn agree(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    a == b || (short.len() > 24 && long.starts_with(short))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn titles(
        headings: &[&str],
        linked: Option<&str>,
        meta: &[&str],
        page: &str,
        sites: &[&str],
    ) -> Option<String> {
        let owned = |list: &[&str]| list.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
        let titles = Titles {
            headings: owned(headings),
            linked: linked.map(str::to_owned),
            meta: owned(meta),
            page: Some(page.to_owned()),
            sites: owned(sites),
            shown: Vec::new(),
        };
        titles.choose()
    }

    #[test]
    fn the_site_is_taken_off() {
        let site = &["The Vale Post"];
        for page in [
            "Bridge opens after two years - The Vale Post",
            "Bridge opens after two years | Local | The Vale Post",
            "The Vale Post: Home | Bridge opens after two years",
            "Bridge opens after two years | Vale",
            "Bridge opens after two years – The Vale Post online",
        ] {
            assert_eq!(
                titles(&[], None, &[], page, site).as_deref(),
                Some("Bridge opens after two years"),
                "{page}"
            );
        }
        let dash = "Bridge opens – at last";
        assert_eq!(titles(&[], None, &[], dash, site).as_deref(), Some(dash));
    }

    #[test]
    fn what_most_places_say_wins() {
        let found = titles(
            &["The Vale Post", "Bridge opens after two years of works in Vale"],
            Some("Bridge opens after two years of works"),
            &["You will not believe this bridge"],
            "Bridge opens after two years of works in Vale - The Vale Post",
            &["The Vale Post"],
        );
        assert_eq!(found.as_deref(), Some("Bridge opens after two years of works in Vale"));
    }

    #[test]
    fn a_page_without_a_headline_has_none() {
        assert_eq!(titles(&["The Vale Post"], None, &[], "The Vale Post", &["The Vale Post"]), None);
        assert_eq!(titles(&[], None, &[], "Untitled", &[]), None);
    }
}
