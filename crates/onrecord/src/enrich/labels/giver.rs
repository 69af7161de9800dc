//! Who gives a label: the subject or agent of the verb, else whoever speaks, else the article itself.

use super::*;

impl Finder<'_> {
    /// Who a finite verb's subject is, as the attribution has it, else as the clause does.
    pub(super) fn of_verb(&self, verb: usize, subject: Option<Range<usize>>) -> Giver {
        if let Some(outlet) = subject.as_ref().and_then(|s| self.phrases.outlet(s)) {
            return Giver::Named(self.party(outlet));
        }
        // the writer of a column
        if subject
            .as_ref()
            .is_some_and(|s| self.terms.is(s.start, &["i", "we"]) && !self.terms.is_quoted(s.start))
        {
            return self.default_giver(verb);
        }
        // a source of 'who' alone is better told by the clause
        let relative = |r: &Range<usize>| self.terms.is(r.start, RELATIVE);
        let sourced =
            |i: &usize| self.attributions[*i].source.iter().any(|r| !relative(r)) || subject.is_none();
        if let Some(attribution) = self.layout.cue[verb].filter(sourced) {
            return Giver::Speaker(attribution);
        }
        match subject {
            Some(subject) => self.giver(subject),
            None => self.default_giver(verb),
        }
    }

    /// Whether a giver is whoever tells it: 'I prefer to call him ...'.
    pub(super) fn is_teller(&self, tokens: &Range<usize>) -> bool {
        tokens.len() == 1 && self.terms.is(tokens.start, &["i", "we", "you", "one"])
    }

    /// 'This column', 'our paper': the article itself.
    pub(super) fn is_own_medium(&self, tokens: &Range<usize>) -> bool {
        let medium =
            ["column", "paper", "newspaper", "magazine", "page", "site", "website", "blog", "reporter"];
        tokens.len() == 2
            && self.terms.is(tokens.start, &["this", "our"])
            && self.terms.is(tokens.start + 1, &medium)
    }

    /// Whether words are nobody: '1988', 'you’ll remember'.
    pub(super) fn is_nobody(&self, tokens: &Range<usize>) -> bool {
        let first = tokens.start;
        let number = tokens.len() == 1 && self.terms.word(first).bytes().all(|b| b.is_ascii_digit());
        number || self.is_teller(&(first..first + 1)) && self.terms.is(first + 1, &["'"])
    }

    pub(super) fn giver(&self, tokens: Range<usize>) -> Giver {
        if self.is_own_medium(&tokens) {
            return Giver::Article;
        }
        if self.is_teller(&tokens) || self.is_nobody(&tokens) {
            return self.default_giver(tokens.start);
        }
        // 'whose opponents call him'
        let whose = usize::from(tokens.len() > 1 && self.terms.is(tokens.start, &["whose"]));
        let tokens = tokens.start + whose..tokens.end;
        let tokens = self.phrases.outlet(&tokens).unwrap_or(tokens);
        Giver::Named(self.party(tokens))
    }

    /// Whose words a token belongs to.
    pub(super) fn default_giver(&self, token: usize) -> Giver {
        let Some(owner) = self.layout.owner[token] else { return Giver::Article };
        // the writer's own words about herself: 'I prefer to call him ...'
        let writer = self.attributions[owner].source.first().is_some_and(|s| {
            s.len() == 1 && self.terms.is(s.start, &["i", "we"]) && !self.terms.is_quoted(s.start)
        });
        if writer && self.attributions[owner].inside.is_none() {
            return Giver::Article;
        }
        let quoted = self.terms.is_quoted(token);
        let cue = self.attributions[owner].cue.as_ref().map(|c| c.start);
        // the quotation marks hold the cue too: somebody else's sentence is quoted whole
        if quoted && cue.is_some_and(|c| self.same_quotation(token, c)) {
            return Giver::Relayer(owner);
        }
        Giver::Speaker(owner)
    }
}
