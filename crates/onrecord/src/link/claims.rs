//! Two cues may claim one content; the surer of them owns it.

use std::collections::HashSet;
use std::ops::Range;

use super::Attribution;
use crate::tag::{Part, Role};

/// Gives every content token to the attribution that is surest of it, and drops contents that lose half.
pub(super) fn settle(found: &mut [(Attribution, &[Part])]) {
    let mut claims: Vec<(f32, usize, Range<usize>)> = Vec::new();
    for (k, (_, parts)) in found.iter().enumerate() {
        let contents = parts.iter().filter(|p| p.role == Role::Content);
        claims.extend(contents.map(|p| (p.probability, k, p.tokens.clone())));
    }
    claims.sort_by(|a, b| b.0.total_cmp(&a.0));
    for (attribution, _) in found.iter_mut() {
        attribution.content.clear();
    }
    let mut owned: HashSet<usize> = HashSet::new();
    for (_, k, claim) in claims {
        let free: Vec<usize> = claim.clone().filter(|token| !owned.contains(token)).collect();
        let (Some(first), Some(last)) = (free.first(), free.last()) else { continue };
        if free.len() * 2 < claim.len() {
            continue;
        }
        found[k].0.content.push(*first..last + 1);
        owned.extend(free);
    }
    for (attribution, _) in found.iter_mut() {
        attribution.content.sort_by_key(|r| r.start);
    }
}
