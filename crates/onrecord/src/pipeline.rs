//! The order of the stages. No other module knows all of them.

use std::cell::RefCell;

use std::ops::Range;

use crate::link::{self, Attribution};
use crate::record::{Act, ActKind, Form, Record, Speaker, Statement};
use crate::segment::{Quote, Segments, is_word};
use crate::tag::{Model, Scratch};
use crate::text::{Article, Offsets};

/// Why an engine could not be made.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// The embedded model does not load: the build is broken.
    #[error(
        "the embedded model `{model}` cannot be loaded: {reason}; build onrecord again from a clean checkout"
    )]
    Model {
        /// Which model.
        model: &'static str,
        /// What the inference library said.
        reason: String,
    },
}

/// Reads articles. Make one and share it: it is immutable and may be used by many threads.
pub struct Engine {
    model: Model,
}

thread_local! {
    /// Buffers that grow to the size of a window and are used again for the next one.
    static SCRATCH: RefCell<Scratch> = RefCell::default();
}

impl Engine {
    /// Loads the embedded model.
    ///
    /// # Errors
    /// [`EngineError::Model`] where the embedded weights do not load.
    pub fn new() -> Result<Self, EngineError> {
        Ok(Engine { model: Model::accurate()? })
    }

    /// Reads one article. Any text is fine, an empty one too; nothing panics.
    pub fn read(&self, article: &Article) -> Record {
        SCRATCH.with_borrow_mut(|scratch| self.read_with(article, scratch))
    }

    fn read_with(&self, article: &Article, scratch: &mut Scratch) -> Record {
        let segments = Segments::new(&article.text);
        let tagged = self.model.tag(&segments, scratch);
        let (attributions, _) = link::attributions(&self.model, &segments, &tagged, scratch);
        let offsets = Offsets::new(&article.text);
        Record { document: article.document.clone(), statements: statements(&segments, &offsets, &attributions), ..Record::default() }
    }
}

fn statements(segments: &Segments, offsets: &Offsets, attributions: &[Attribution]) -> Vec<Statement> {
    let words = |ranges: &[Range<usize>]| {
        offsets.words(&ranges.iter().map(|r| segments.bytes(r)).collect::<Vec<_>>())
    };
    attributions
        .iter()
        .enumerate()
        .map(|(n, a)| Statement {
            id: format!("s{}", n + 1),
            form: form(segments, &a.content),
            act: Act { kind: ActKind::States, negated: false },
            content: words(&a.content),
            cue: a.cue.as_ref().map(|cue| words(std::slice::from_ref(cue))),
            source: (!a.source.is_empty()).then(|| words(&a.source)),
            speaker: Speaker { name: (!a.source.is_empty()).then(|| words(&a.source).text), ..Speaker::default() },
            via: Vec::new(),
            inside: a.inside.map(|k| format!("s{}", k + 1)),
            when: None,
            place: None,
            condition: None,
            confidence: a.confidence,
        })
        .collect()
}

/// How much of the words stands in quotation marks.
fn form(segments: &Segments, content: &[Range<usize>]) -> Form {
    let words = content.iter().cloned().flatten().filter(|i| segments.word(*i).starts_with(is_word));
    let (mut all, mut quoted) = (0, 0);
    for i in words {
        all += 1;
        quoted += usize::from(segments.tokens[i].quote == Quote::Inside);
    }
    match quoted {
        0 => Form::Indirect,
        _ if quoted == all => Form::Direct,
        _ => Form::Mixed,
    }
}
